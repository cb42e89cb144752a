import type { CommandName } from "../config/config.ts";
import { baseline } from "./baseline.ts";
import type { Command } from "./command.ts";
import { commit } from "./commit.ts";
import { discard } from "./discard.ts";
import { info } from "./info.ts";
import { migrate } from "./migrate.ts";
import { repair } from "./repair.ts";
import { restore } from "./restore.ts";
import { rollback } from "./rollback.ts";
import { snapshots } from "./snapshots.ts";
import { validate } from "./validate.ts";

/** All commands that work on databases, in the order of help. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  validate,
  info,
  migrate,
  repair,
  baseline,
  rollback,
  commit,
  snapshots,
  discard,
  restore,
};
