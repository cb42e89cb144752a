import type { OptionName } from "../options.ts";

/** What a setting of Flyway is here; every one is in one of these classes, and none is passed over in silence. */
export type FlywaySetting = {
  /** Without `flyway.`; `check.*` stands for all keys of a section. */
  readonly key: string;
  /** The variable, without FLYWAY_, where it is not the key in upper snake case. */
  readonly env?: string;
} & (
  | { readonly class: "supported"; readonly option: OptionName }
  /** Named in a notice and otherwise without effect. */
  | { readonly class: "no-meaning"; readonly why: string }
  /** An error, but for values under which Flyway does what it does without the setting. */
  | { readonly class: "changes-outcome"; readonly why: string; readonly harmless?: readonly string[] }
);

export type OtherSetting = Exclude<FlywaySetting, { readonly class: "supported" }>;
