import type { Case } from "../case.ts";
import { BASELINE } from "./baseline.ts";
import { CALLBACKS } from "./callbacks.ts";
import { NAMING } from "./naming.ts";
import { PLACEHOLDERS } from "./placeholders.ts";
import { REPEATABLES } from "./repeatables.ts";
import { STATES } from "./states.ts";
import { TARGET } from "./target.ts";

/** The whole table. */
export const CASES: readonly Case[] = [
  ...NAMING,
  ...STATES,
  ...TARGET,
  ...BASELINE,
  ...REPEATABLES,
  ...CALLBACKS,
  ...PLACEHOLDERS,
];
