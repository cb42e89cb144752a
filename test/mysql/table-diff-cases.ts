import type { DiffCase } from "./table-diff-schema.ts";
import { MARIADB, MYSQL } from "./table-diff-own-cases.ts";

const PARENT = "create table p (id int primary key, code varchar(20) not null, unique key code (code))";

/** Everything that there is in one table. `quoted` texts are hard to read and to write again. */
const RICH = `create table t (
  id int unsigned not null auto_increment,
  name varchar(30) character set latin1 not null default 'it''s \\\\ "x"' comment 'c''o\\\\m, (y)\\n\`x\`',
  b int default null, c datetime(3) not null default current_timestamp(3) on update current_timestamp(3), d timestamp null,
  e enum('a','b,c)','d''e') default 'a', g int generated always as (b + 1) virtual, g2 int as (b + 2) stored,
  hidden int invisible, bits bit(3) default b'101', place point not null, j json, price decimal(10, 2) default 1.50,
  bin text collate utf8mb4_bin, parent int,
  primary key (id), unique key u (name, b), key k (name(5), b desc), fulltext key ft (bin), spatial key sp (place),
  key kc (d) using btree comment 'x''y', key kg (g), constraint chk1 check (b > 0 or name <> 'x'),
  constraint f1 foreign key (parent) references p (id) on delete set null on update cascade,
  constraint f2 foreign key (hidden) references p (id)
) auto_increment = 77 default charset = utf8mb4 comment = 'tab''le\\\\ (x)' row_format = dynamic`;

const COLUMNS: readonly DiffCase[] = [
  {
    title: "columns of every kind are dropped",
    create: [PARENT, RICH],
    migrate: [
      "alter table t drop foreign key f1, drop foreign key f2, drop constraint chk1, drop key k, drop key kg, drop key ft",
      "alter table t drop column g, drop column g2, drop key u",
      "alter table t drop column b, drop column name, drop column bin, drop column hidden, drop column j, drop column parent",
      "alter table t drop key sp, drop column place, drop column bits, drop column e, drop column c",
    ],
  },
  {
    title: "columns are renamed around in a circle, and moved",
    create: [
      "create table t (a int not null, b int, c varchar(9), d int, key ka (a), unique key kb (b, c), key kd (d desc))",
    ],
    migrate: ["alter table t change a b int not null after d, change b a int, change c cc varchar(9) first"],
    renamed: { t: { a: "b", b: "a", c: "cc" } },
  },
  {
    title: "a column takes the name of one that is dropped",
    create: ["create table t (id int primary key, a int, b varchar(20) not null default 'x', key kb (b), key ka (a))"],
    migrate: ["alter table t drop column b, change a b int not null default 3"],
    renamed: { t: { a: "b" } },
  },
  {
    title: "many columns change places",
    create: ["create table t (a int, b int, c int, d int, e int, f int, g int as (a + b))"],
    migrate: [
      "alter table t modify f int first, modify a int after e, modify c int after a, add z int after d, modify g int as (a + b) first",
    ],
  },
  {
    title: "a column is dropped and added again with another type",
    create: [
      "create table t (id int primary key, a varchar(20) not null, j json, p point not null, key k (a), spatial key s (p))",
    ],
    migrate: [
      "alter table t drop key s, drop column a, drop column j, drop column p",
      "alter table t add a int, add j varchar(30) default 'no json' first, add p int not null, add key k (a)",
    ],
  },
  {
    title: "only the case of a column's name changes",
    create: ["create table t (Id int primary key, Name varchar(10), key k (Name))"],
    migrate: ["alter table t change Name name varchar(10)"],
    renamed: { t: { Name: "name" } },
  },
  {
    title: "defaults, comments, visibility and NULL change",
    create: [
      "create table t (a int not null default 5 comment 'a''b\\\\', b varchar(9) default 'x', c datetime default current_timestamp, d int, e int invisible)",
    ],
    migrate: [
      "alter table t alter a set default 6, modify b varchar(9) not null, modify c datetime on update current_timestamp, modify d int comment 'new' invisible",
      "alter table t modify e int default 3, comment 'hello'",
    ],
  },
  {
    title: "a default is made of a column that is renamed",
    create: ["create table t (a int, b int default (a + 1))"],
    migrate: [
      "alter table t modify b int",
      "alter table t change a c int",
      "alter table t modify b int default (c + 1)",
    ],
    renamed: { t: { a: "c" } },
  },
  {
    title: "generated columns change, and those of which they are made are renamed",
    create: [
      "create table t (id int primary key, a int, b int, v int as (a + 1), s int as (b * 2) stored, w int as (v + 1), q int as (7), key kv (v), key ks (s, a))",
    ],
    migrate: [
      "alter table t drop column w, drop key kv",
      "alter table t drop column v, drop column q",
      "alter table t change a aa int, modify s int as (b * 3) stored",
      "alter table t add v int as (aa + 1) stored after id, add w varchar(20) as (concat(v, 'x')), add q int, add key kv (v)",
    ],
    renamed: { t: { a: "aa" } },
  },
  {
    title: "a generated column becomes a plain one, and a plain one generated",
    create: ["create table t (a int, s int as (a + 1) stored, p int, key k (s), check (s > 0))"],
    migrate: [
      "alter table t modify s int",
      "alter table t drop column p",
      "alter table t add p int as (a) virtual first",
    ],
  },
  {
    title: "another character set, and back",
    create: [
      "create table t (a varchar(50) primary key, b varchar(9) collate utf8mb4_bin, c char(3) character set latin1, d text, e enum('x','y'), f varchar(9) character set utf8mb4, key k (b), key kd (d(7))) default charset utf8mb4",
    ],
    migrate: ["alter table t convert to character set latin1"],
  },
  {
    title: "the default character set changes, and new columns are made with it",
    create: ["create table t (a varchar(50), b text) default charset latin1"],
    migrate: [
      "alter table t default charset utf8mb4 collate utf8mb4_bin",
      "alter table t add c varchar(9), modify b text",
    ],
  },
];

const KEYS: readonly DiffCase[] = [
  {
    title: "the primary key gets a column more",
    create: ["create table t (id int not null auto_increment, a int not null, primary key (id), key k (a))"],
    migrate: ["alter table t drop primary key, add primary key (id, a)"],
  },
  {
    title: "the primary key is replaced by a new counter",
    create: ["create table t (code varchar(9) not null, a int, primary key (code))"],
    migrate: ["alter table t drop primary key, add id int not null auto_increment primary key first"],
  },
  {
    title: "a counter and its key are dropped",
    create: ["create table t (id bigint not null auto_increment, a int, primary key (id))"],
    migrate: ["alter table t drop column id"],
  },
  {
    title: "a counter gets and loses other keys than the primary one",
    create: ["create table t (id int not null auto_increment, a int not null, primary key (a), key kid (id))"],
    migrate: ["alter table t drop primary key, drop key kid, add primary key (id, a)"],
  },
  {
    title: "another column counts",
    create: ["create table t (a int not null auto_increment, b int not null, key ka (a), unique key ub (b))"],
    migrate: ["alter table t modify a int not null", "alter table t drop key ka, modify b int not null auto_increment"],
  },
  {
    title: "a counter is new with an index of its own",
    create: ["create table t (a int primary key)"],
    migrate: ["alter table t add n int not null auto_increment, add unique key kn (n)"],
  },
  {
    title: "a table without any key gets all of them",
    create: ["create table t (a int, b varchar(20), c point not null)"],
    migrate: [
      "alter table t add primary key (a), add unique key (b), add key (b, a), add fulltext key (b), add spatial key (c)",
    ],
  },
  {
    title: "indexes of all kinds are dropped",
    create: [PARENT, RICH],
    migrate: [
      "alter table t drop foreign key f1, drop foreign key f2, drop key u, drop key k, drop key ft, drop key sp, drop key kc, drop key kg, drop key f1",
    ],
  },
  {
    title: "indexes in the middle are made again",
    create: [
      "create table t (a int not null, b int, c varchar(10), d varchar(9), unique u1 (a), unique u2 (b), unique u3 (b, c), key k1 (a, b), key k2 (b, a), key k3 (c), fulltext f1 (c), fulltext f2 (d))",
    ],
    migrate: [
      "alter table t drop key u1, drop key u2, drop key k1, drop key f1, drop key k2",
      "alter table t add key k2 (b, a)",
    ],
  },
  {
    title: "indexes are renamed, and change their names with each other",
    create: ["create table t (a int, b int, key ka (a), key kb (b), unique key u (a, b))"],
    migrate: [
      "alter table t drop key ka, drop key kb, rename index u to u2",
      "alter table t add key kb (a), add key ka (b)",
    ],
  },
  {
    title: "checks come, go and change",
    create: [
      "create table t (a int, b int, constraint c2 check (a > 1), constraint c1 check (b <> 2), constraint c3 check (a + b < 100))",
    ],
    migrate: [
      "alter table t drop constraint c2, drop constraint c1",
      "alter table t add constraint c1 check (b <> 3), add constraint c4 check (a < 9)",
    ],
  },
  {
    title: "a column under a check is renamed",
    create: ["create table t (a int, b int, constraint c1 check (a > b), key k (a))"],
    migrate: [
      "alter table t drop constraint c1",
      "alter table t change a aa int",
      "alter table t add constraint c1 check (aa > b)",
    ],
    renamed: { t: { a: "aa" } },
  },
];

const FOREIGN_KEYS: readonly DiffCase[] = [
  {
    title: "keys of two tables get wider together",
    create: [
      PARENT,
      "create table t (id int primary key, p int, self int, constraint f1 foreign key (p) references p (id) on delete cascade, constraint f2 foreign key (self) references t (id))",
    ],
    migrate: [
      "alter table t drop foreign key f1, drop foreign key f2",
      "alter table p modify id bigint",
      "alter table t modify id bigint, modify p bigint, modify self bigint",
      "alter table t add constraint f1 foreign key (p) references p (id) on delete cascade, add constraint f2 foreign key (self) references t (id)",
    ],
  },
  {
    title: "a web of foreign keys is dropped and made otherwise",
    create: [
      "create table a (id int primary key, b int, key kb (b))",
      "create table b (id int primary key, a int, code varchar(9) not null, unique key uc (code), constraint ba foreign key (a) references a (id))",
      "alter table a add constraint ab foreign key (b) references b (id) on delete set null",
      "create table t (id int primary key, a int, code varchar(9), constraint ta foreign key (a) references a (id), constraint tc foreign key (code) references b (code))",
    ],
    migrate: [
      "alter table t drop foreign key tc, drop foreign key ta",
      "alter table t drop key tc, drop column a",
      "alter table b drop foreign key ba",
      "alter table b drop key uc, drop key ba, add unique key uc (code, id), add unique key code_only (code)",
      "alter table b add constraint ba foreign key (a) references a (id) on delete cascade",
      "alter table t add constraint tc foreign key (code) references b (code) on update cascade",
    ],
  },
  {
    title: "the index that a foreign key needs is another one",
    create: [
      PARENT,
      "create table t (id int primary key, p int, q int, key kp (p), constraint f foreign key (p) references p (id))",
    ],
    migrate: ["alter table t add key kpq (p, q), drop key kp"],
  },
  {
    title: "columns of foreign keys are renamed on both sides",
    create: [
      PARENT,
      "create table t (id int primary key, p int, self int, constraint f foreign key (p) references p (id), constraint s foreign key (self) references t (id))",
    ],
    migrate: ["alter table p change id pid int", "alter table t change p pp int, change id tid int not null"],
    renamed: { p: { id: "pid" }, t: { p: "pp", id: "tid" } },
  },
  {
    title: "a new table's foreign key goes",
    create: [PARENT, "create table t (id int primary key)"],
    migrate: [
      "alter table t add p int after id, add constraint f foreign key (p) references p (id)",
      "alter table p add t int, add constraint g foreign key (t) references t (id)",
    ],
  },
  {
    title: "a column under a foreign key moves and gets a comment",
    create: [
      PARENT,
      "create table t (id int primary key, a int, p int, constraint f foreign key (p) references p (id))",
    ],
    migrate: ["alter table t modify p int comment 'x' after id"],
  },
];

const TABLES: readonly DiffCase[] = [
  {
    title: "options come, go and change",
    create: [
      "create table t (a int primary key, b text) comment = 'it''s' row_format = compressed key_block_size = 4 stats_persistent = 1",
    ],
    migrate: [
      "alter table t comment = '', row_format = dynamic, key_block_size = 0, stats_persistent = default, max_rows = 7, stats_sample_pages = 9",
    ],
  },
  {
    title: "another engine",
    create: [PARENT, "create table t (a int primary key, p int, constraint f foreign key (p) references p (id))"],
    migrate: ["alter table t drop foreign key f", "alter table t engine = myisam"],
  },
  {
    title: "partitions come, with a wider key",
    create: ["create table t (id int not null auto_increment, y int not null, primary key (id), key k (y))"],
    migrate: [
      "alter table t drop primary key, add primary key (id, y)",
      "alter table t partition by range (y) (partition p0 values less than (10) comment = 'x,(y', partition p1 values less than maxvalue)",
    ],
  },
  {
    title: "partitions go, and a column under them is renamed",
    create: [
      "create table t (id int not null, y int not null, primary key (id, y), unique key u (y, id)) partition by range columns (y) (partition p0 values less than (10), partition p1 values less than maxvalue)",
    ],
    migrate: ["alter table t remove partitioning", "alter table t change y year int not null, drop key u"],
    renamed: { t: { y: "year" } },
  },
  {
    title: "there are other partitions",
    create: ["create table t (id int not null primary key, a int) partition by hash (id) partitions 3"],
    migrate: ["alter table t add partition partitions 2", "alter table t add column b int after id, add key k (a)"],
  },
  {
    title: "the column under a partition gets wider, and the key changes",
    create: ["create table t (id int not null, y int not null, primary key (id, y)) partition by key () partitions 2"],
    migrate: [
      "alter table t remove partitioning",
      "alter table t modify y bigint not null, drop primary key, add primary key (y)",
      "alter table t partition by key (y) partitions 4",
    ],
  },
];

export const DIFF_CASES: readonly DiffCase[] = [...COLUMNS, ...KEYS, ...FOREIGN_KEYS, ...TABLES, ...MYSQL, ...MARIADB];
