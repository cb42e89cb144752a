import type { Case } from "../case.ts";
import { BASELINE } from "./baseline.ts";
import { CALLBACKS } from "./callbacks.ts";
import { ENCODING } from "./encoding.ts";
import { FAILURES } from "./failures.ts";
import { HISTORY } from "./history.ts";
import { LOCATIONS } from "./locations.ts";
import { NAMING } from "./naming.ts";
import { PLACEHOLDERS } from "./placeholders.ts";
import { REPAIR } from "./repair.ts";
import { REPEATABLES } from "./repeatables.ts";
import { SCHEMAS } from "./schemas.ts";
import { SCRIPT_CONFIGURATION } from "./script-configuration.ts";
import { SESSION } from "./session.ts";
import { SPLITTER } from "./splitter.ts";
import { SPLITTER_FAULTS } from "./splitter-faults.ts";
import { STATES } from "./states.ts";
import { TARGET } from "./target.ts";
import { VALIDATE } from "./validate.ts";

/** The whole table. */
export const CASES: readonly Case[] = [
  ...NAMING,
  ...LOCATIONS,
  ...ENCODING,
  ...STATES,
  ...TARGET,
  ...BASELINE,
  ...REPEATABLES,
  ...PLACEHOLDERS,
  ...SCRIPT_CONFIGURATION,
  ...CALLBACKS,
  ...FAILURES,
  ...SESSION,
  ...VALIDATE,
  ...HISTORY,
  ...SCHEMAS,
  ...REPAIR,
  ...SPLITTER,
  ...SPLITTER_FAULTS,
];
