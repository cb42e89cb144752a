import { expect, it } from "vitest";
import { commitsFirst } from "../../src/core/sql/implicit-commit.ts";

it.each([
  "create table t (a int)",
  "/* c */ ALTER TABLE t ADD b int",
  "drop view v",
  "truncate t",
  "rename table a to b",
  "lock tables t write",
  "start transaction",
  "commit",
])("commits what ran before it: %s", (sql) => {
  expect(commitsFirst(sql)).toBe(true);
});

it.each([
  "insert into t values (1)",
  "create temporary table t (a int)",
  "drop temporary table t",
  "set @x = 1",
  "select 1",
  "rollback",
  "savepoint s",
])("leaves the transaction open: %s", (sql) => {
  expect(commitsFirst(sql)).toBe(false);
});
