/** The released version; a test holds it and package.json together. */
export const VERSION = "0.1.0";
