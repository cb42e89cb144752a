/** The variables of the process. They are always an argument: nothing here asks the process itself. */
export type Env = Readonly<Record<string, string | undefined>>;
