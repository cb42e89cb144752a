import type { DiffCase } from "./table-diff-schema.ts";

/** What there is on one product alone. */
export const MYSQL: readonly DiffCase[] = [
  {
    title: "functional and multi-valued indexes, and columns under them",
    product: "mysql",
    create: [
      "create table t (id int primary key, a varchar(20), j json, key f1 ((lower(a)) desc, id), unique key f2 ((cast(j->'$.a' as unsigned))), key mv ((cast(j->'$.b' as unsigned array))), key inv (a) invisible)",
    ],
    migrate: [
      "alter table t drop key f1, drop key mv, alter index inv visible",
      "alter table t change a b varchar(20)",
      "alter table t add key f1 ((upper(b)))",
    ],
    renamed: { t: { a: "b" } },
  },
  {
    title: "checks are not enforced any more",
    product: "mysql",
    create: ["create table t (a int, b varchar(9) check (b <> 'é'), c int check (c > 1) not enforced)"],
    migrate: ["alter table t alter check t_chk_1 not enforced, alter check t_chk_2 enforced"],
  },
  {
    title: "a generated invisible primary key is replaced",
    product: "mysql",
    create: [
      "set sql_generate_invisible_primary_key = 1",
      "create table t (a int not null)",
      "set sql_generate_invisible_primary_key = 0",
    ],
    migrate: ["alter table t drop primary key, drop column my_row_id, add primary key (a)"],
  },
  {
    title: "expressions as defaults, and attributes of columns",
    product: "mysql",
    create: [
      "create table t (a varchar(40) default (uuid()), g geometry not null srid 4326, f int column_format fixed storage memory, d date default (curdate()), spatial key s (g))",
    ],
    migrate: [
      "alter table t drop column a",
      "alter table t drop key s",
      "alter table t modify g geometry, modify f int, drop column d",
    ],
  },
  {
    title: "options of MySQL",
    product: "mysql",
    create: ["create table t (a int) autoextend_size = 4m compression = 'none'"],
    migrate: ["alter table t autoextend_size = 0, compression = '', encryption = 'n'"],
  },
];

export const MARIADB: readonly DiffCase[] = [
  {
    title: "a column's own check, and compressed columns",
    product: "mariadb",
    create: [
      "create table t (a int comment 'x' check (a > 1), b int default 3 check (b > a), c text compressed, d varchar(99) compressed default 'x', u uuid default uuid(), i inet6)",
    ],
    migrate: [
      "alter table t modify b int",
      "alter table t change a aa int check (aa > 2), modify c text, drop column u, modify i varchar(90)",
    ],
    renamed: { t: { a: "aa" } },
  },
  {
    title: "a renamed column takes expressions along",
    product: "mariadb",
    create: [
      "create table t (a int, b int, v int as (a + 1), s int as (a + 2) stored, d int default (a + 3), k int check (k > a), constraint c check (a > b), key kv (v))",
    ],
    migrate: ["alter table t rename column a to z"],
    renamed: { t: { a: "z" } },
  },
  {
    title: "system versioning comes",
    product: "mariadb",
    create: ["create table t (a int primary key, b int)"],
    migrate: [
      "alter table t add column rs timestamp(6) generated always as row start invisible first, add column re timestamp(6) generated always as row end invisible, add period for system_time (rs, re), add system versioning, modify b bigint",
    ],
  },
  {
    title: "system versioning goes",
    product: "mariadb",
    create: [
      "create table t (a int primary key, b int, c int without system versioning) with system versioning",
      "create table x (a int, rs timestamp(6) generated always as row start invisible, re timestamp(6) generated always as row end invisible, z int, period for system_time (rs, re)) with system versioning",
    ],
    migrate: [
      "alter table t drop system versioning, add d int",
      "alter table x drop system versioning, drop column rs, drop column re, drop column z",
    ],
  },
  {
    title: "a versioned table stays so",
    product: "mariadb",
    create: [
      "create table t (a int primary key, b int, c int without system versioning) with system versioning partition by system_time (partition p0 history, partition pc current)",
    ],
    migrate: ["alter table t add d int after a, modify b varchar(20), drop column c"],
  },
  {
    title: "a period of the application",
    product: "mariadb",
    create: [
      "create table t (a int, d1 date, d2 date, period for app (d1, d2), unique key u (a, app without overlaps), b int)",
    ],
    migrate: ["alter table t drop key u", "alter table t drop period for app", "alter table t modify b bigint first"],
  },
  {
    title: "ignored and long unique indexes, options of MariaDB",
    product: "mariadb",
    create: [
      "create table t (a int, b text, key k (a) ignored, unique key h (b)) page_compressed = 1 page_compression_level = 3",
    ],
    migrate: [
      "alter table t alter index k not ignored, drop key h, page_compressed = default, page_compression_level = default, checksum = 1",
    ],
  },
];
