-- Everything that a way back that is too simple loses. All tables have rows.

CREATE TABLE customer (
  id INT NOT NULL AUTO_INCREMENT,
  email VARCHAR(100) NOT NULL,
  name VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'nobody',
  parent_id INT DEFAULT NULL,
  points INT NOT NULL DEFAULT 0,
  note TEXT,
  PRIMARY KEY (id),
  UNIQUE KEY email (email),
  KEY name_prefix (name(10)),
  CONSTRAINT customer_parent FOREIGN KEY (parent_id) REFERENCES customer (id) ON DELETE SET NULL
) ENGINE=InnoDB AUTO_INCREMENT=500 COMMENT='AUTO_INCREMENT=7 is in this comment';

INSERT INTO customer (id, email, name, parent_id, points, note) VALUES
  (1, 'a@example.com', 'Anne', NULL, 10, 'first'),
  (2, 'b@example.com', '日本é', 1, 20, NULL),
  (3, 'c@example.com', 'Carl', 1, 30, 'it''s \\ "quoted"'),
  (4, 'd@example.com', '', 3, 40, REPEAT('x', 3000)),
  (5, 'e@example.com', NULL, NULL, 50, 'fifth');

CREATE TABLE orders (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT NOT NULL,
  placed DATETIME(6) NOT NULL DEFAULT '2020-02-29 23:59:59.999999',
  state ENUM('new', 'paid', 'sent') NOT NULL DEFAULT 'new',
  total DECIMAL(12, 4) NOT NULL DEFAULT 0,
  CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO orders (id, customer_id, state, total) VALUES (10, 1, 'new', 1.5), (11, 1, 'paid', 2.25), (12, 2, 'sent', 3), (13, 3, 'new', 4);

CREATE TABLE item (
  order_id INT NOT NULL,
  line INT NOT NULL,
  article VARCHAR(30) NOT NULL,
  quantity INT NOT NULL DEFAULT 1,
  PRIMARY KEY (order_id, line),
  KEY article (article),
  CONSTRAINT item_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO item VALUES (10, 1, 'apple', 3), (10, 2, 'pear', 1), (11, 1, 'apple', 7), (12, 1, 'plum', 2), (13, 1, 'fig', 9);

CREATE TABLE item_note (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  order_id INT NOT NULL,
  line INT NOT NULL,
  text VARCHAR(200),
  CONSTRAINT item_note_item FOREIGN KEY (order_id, line) REFERENCES item (order_id, line) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO item_note VALUES (1, 10, 1, 'ripe'), (2, 10, 1, 'red'), (18446744073709551615, 11, 1, 'green'), (4, 13, 1, 'dried');

-- A cycle.
CREATE TABLE team (id INT NOT NULL PRIMARY KEY, lead_id INT DEFAULT NULL, name VARCHAR(20) NOT NULL);
CREATE TABLE member (
  id INT NOT NULL PRIMARY KEY,
  team_id INT DEFAULT NULL,
  name VARCHAR(20) NOT NULL,
  CONSTRAINT member_team FOREIGN KEY (team_id) REFERENCES team (id)
);
ALTER TABLE team ADD CONSTRAINT team_lead FOREIGN KEY (lead_id) REFERENCES member (id);
INSERT INTO team VALUES (1, NULL, 'red'), (2, NULL, 'blue');
INSERT INTO member VALUES (1, 1, 'Ida'), (2, 1, 'Jon'), (3, 2, 'Kim');
UPDATE team SET lead_id = id + 1;

-- Values that are changed by copies and texts.
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
CREATE TABLE odd_value (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  single_precision FLOAT,
  double_precision DOUBLE,
  flags BIT(10) DEFAULT b'101',
  day DATE NOT NULL DEFAULT '0000-00-00',
  moment TIMESTAMP NULL DEFAULT NULL,
  span TIME(6),
  annum YEAR,
  choice ENUM('a', 'b') NOT NULL,
  choices SET('x', 'y', 'z'),
  fixed BINARY(4),
  bytes VARBINARY(20),
  large LONGBLOB,
  doc JSON,
  place POINT NOT NULL,
  hidden INT DEFAULT 3 INVISIBLE,
  next_year INT GENERATED ALWAYS AS (annum + 1) STORED,
  computed VARCHAR(30) GENERATED ALWAYS AS (CONCAT('n', annum)) VIRTUAL,
  SPATIAL KEY place (place),
  KEY computed (computed)
) AUTO_INCREMENT=4000000;
INSERT INTO odd_value (id, single_precision, double_precision, flags, day, moment, span, annum, choice, choices, fixed, bytes, large, doc, place, hidden) VALUES
  (0, 16777217.123, 0.1, b'1111111111', '0000-00-00', NULL, '-838:59:59', 1999, '', '', 0x00FF, 0x00, 0x89504E470D0A1A0A00, '{"b": 1, "a": [1.10, 12345678901234567890]}', ST_GeomFromText('POINT(1 2)'), 77),
  (1, 3.1415927, 1e308, b'0', '2024-02-29', '1970-01-02 00:00:01', '01:02:03.000004', 2155, 'b', 'x,z', 0x61, 0xFF00FF, NULL, 'null', ST_GeomFromText('POINT(-3.5 4e10)'), NULL),
  (-5, NULL, NULL, NULL, '9999-12-31', '2038-01-19 03:14:07', NULL, 0, 'a', NULL, NULL, '', '', NULL, ST_GeomFromText('POINT(0 0)'), 3);
SET sql_mode = DEFAULT;

CREATE TABLE without_key (a INT, b VARCHAR(10), KEY a (a));
INSERT INTO without_key VALUES (2, 'two'), (1, 'one'), (1, 'one'), (NULL, NULL), (NULL, NULL), (3, 'three');

CREATE TABLE without_transactions (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a VARCHAR(20), b INT NOT NULL DEFAULT 0, UNIQUE KEY a (a)) ENGINE=MyISAM;
INSERT INTO without_transactions (a, b) VALUES ('one', 1), ('two', 2), ('three', 3);

CREATE TABLE by_range (id INT NOT NULL, year INT NOT NULL, v VARCHAR(10), PRIMARY KEY (id, year))
  PARTITION BY RANGE (year) (PARTITION p2000 VALUES LESS THAN (2001), PARTITION p2010 VALUES LESS THAN (2011), PARTITION rest VALUES LESS THAN MAXVALUE);
INSERT INTO by_range VALUES (1, 1999, 'old'), (2, 2005, 'mid'), (3, 2020, 'new'), (4, 2000, 'edge');
CREATE TABLE by_hash (id INT NOT NULL PRIMARY KEY, v INT) PARTITION BY HASH (id) PARTITIONS 4;
INSERT INTO by_hash VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5);
-- As large as a row, a key and a list of key parts can be.
CREATE TABLE wide_row (id INT NOT NULL PRIMARY KEY, a VARCHAR(65522) CHARACTER SET latin1, n INT NOT NULL);
INSERT INTO wide_row VALUES (1, REPEAT('x', 60000), 1), (2, '', 2);
CREATE TABLE long_key (k VARCHAR(768) CHARACTER SET utf8mb4 NOT NULL PRIMARY KEY, v INT);
INSERT INTO long_key VALUES (REPEAT('k', 768), 1), (REPEAT('m', 700), 2), ('z', 3);
CREATE TABLE key_of_sixteen (a INT, b INT, c INT, d INT, e INT, f INT, g INT, h INT, i INT, j INT, k INT, l INT, m INT, n INT, o INT, p INT, q INT, PRIMARY KEY (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p));
INSERT INTO key_of_sixteen VALUES (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
CREATE TABLE by_list (id INT NOT NULL, region VARCHAR(5) NOT NULL, amount DECIMAL(30, 10), PRIMARY KEY (id, region))
  PARTITION BY LIST COLUMNS (region) (PARTITION europe VALUES IN ('de', 'fr'), PARTITION asia VALUES IN ('in', 'jp'));
INSERT INTO by_list VALUES (1, 'de', 1.5), (2, 'fr', 12345678901234567890.0123456789), (3, 'in', 0), (4, 'jp', -1);
CREATE TABLE like_one_partition (id INT NOT NULL, year INT NOT NULL, v VARCHAR(10), PRIMARY KEY (id, year));
INSERT INTO like_one_partition VALUES (9, 2003, 'swap');

CREATE TABLE by_uuid (id CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY, payload VARBINARY(16), prose TEXT, FULLTEXT KEY words (prose));
INSERT INTO by_uuid VALUES ('00000000-0000-0000-0000-000000000001', 0x01, 'a text of words'), ('ffffffff-ffff-ffff-ffff-ffffffffffff', 0xFF, 'more words');
CREATE TABLE by_bytes (id BINARY(16) NOT NULL PRIMARY KEY, v INT);
INSERT INTO by_bytes VALUES (0x00112233445566778899AABBCCDDEEFF, 1), (0x00, 2), (0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF, 3);
CREATE TABLE by_insensitive_text (code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL PRIMARY KEY, v INT);
INSERT INTO by_insensitive_text VALUES ('Straße', 1), ('other', 2), ('ÄÖÜ', 3);

CREATE TABLE in_latin1 (id INT NOT NULL PRIMARY KEY, t VARCHAR(50) NOT NULL DEFAULT 'ä', CHECK (t <> 'ß')) DEFAULT CHARACTER SET latin1;
INSERT INTO in_latin1 VALUES (1, 'äöü'), (2, 'plain');
CREATE TABLE duplicated (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, code VARCHAR(10), v INT);
INSERT INTO duplicated (code, v) VALUES ('a', 1), ('a', 2), ('b', 3), (NULL, 4), ('a', 5), (NULL, 6);
CREATE TABLE `CamelCase` (`Id` INT NOT NULL PRIMARY KEY, `order` VARCHAR(10), `with ``tick` INT, `blank in it` INT);
INSERT INTO `CamelCase` VALUES (1, 'one', 1, 1), (2, 'two', 2, 2);
CREATE TABLE empty_table (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT) AUTO_INCREMENT=1000;
CREATE TABLE stamped (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(10) NOT NULL,
  w INT,
  changed TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  changed_too DATETIME NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP
);
INSERT INTO stamped VALUES (1, 'one', 1, '2001-02-03 04:05:06.7', '2001-02-03 04:05:06'), (2, 'two', 2, '2002-02-03 04:05:06', NULL);
CREATE TABLE statements (id INT NOT NULL PRIMARY KEY, text VARCHAR(500) NOT NULL);
INSERT INTO statements VALUES (1, 'ALTER TABLE team ADD COLUMN from_table INT NOT NULL DEFAULT 5'), (2, 'UPDATE member SET name = UPPER(name)');
CREATE TABLE audit_log (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, what VARCHAR(100) NOT NULL);
INSERT INTO audit_log (what) VALUES ('begin');

-- A reference to a key that is not unique, which newer servers ask for.
/*!80400 SET SESSION restrict_fk_on_non_standard_key = 0 */;
CREATE TABLE plain_key (id INT NOT NULL PRIMARY KEY, code INT NOT NULL, v INT, KEY code (code));
CREATE TABLE to_plain_key (
  id INT NOT NULL PRIMARY KEY,
  code INT,
  above INT,
  CONSTRAINT to_plain_key_code FOREIGN KEY (code) REFERENCES plain_key (code) ON DELETE CASCADE,
  CONSTRAINT to_plain_key_above FOREIGN KEY (above) REFERENCES to_plain_key (id)
);
/*!80400 SET SESSION restrict_fk_on_non_standard_key = DEFAULT */;
INSERT INTO plain_key VALUES (1, 7, 1), (2, 8, 2), (3, 9, 3);
INSERT INTO to_plain_key VALUES (1, 7, NULL), (2, 8, 1), (3, 8, 2), (4, NULL, 3);

-- As many keys as one meets, and names as long as they can be.
CREATE TABLE many_keys (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  c1 INT NOT NULL DEFAULT 1, c2 INT NOT NULL DEFAULT 2, c3 INT NOT NULL DEFAULT 3, c4 INT NOT NULL DEFAULT 4, c5 INT NOT NULL DEFAULT 5,
  c6 INT NOT NULL DEFAULT 6, c7 INT NOT NULL DEFAULT 7, c8 INT NOT NULL DEFAULT 8, c9 INT NOT NULL DEFAULT 9, c10 INT NOT NULL DEFAULT 10,
  c11 INT NOT NULL DEFAULT 11, c12 INT NOT NULL DEFAULT 12, c13 INT NOT NULL DEFAULT 13, c14 INT NOT NULL DEFAULT 14, c15 INT NOT NULL DEFAULT 15,
  KEY k1 (c1), KEY k2 (c2), KEY k3 (c3), KEY k4 (c4), KEY k5 (c5), KEY k6 (c6), KEY k7 (c7), KEY k8 (c8), KEY k9 (c9), KEY k10 (c10), KEY k11 (c11),
  KEY k12 (c12), KEY k13 (c13), KEY k14 (c14), KEY k15 (c15), KEY k16 (c1, c2), KEY k17 (c1, c3), KEY k18 (c1, c4), KEY k19 (c1, c5),
  KEY k20 (c1, c6), KEY k21 (c1, c7), KEY k22 (c1, c8), KEY k23 (c1, c9), KEY k24 (c1, c10), KEY k25 (c1, c11), KEY k26 (c1, c12), KEY k27 (c1, c13),
  KEY k28 (c1, c14), KEY k29 (c1, c15), KEY k30 (c2, c3), KEY k31 (c2, c4), KEY k32 (c2, c5), KEY k33 (c2, c6), KEY k34 (c2, c7), KEY k35 (c2, c8),
  KEY k36 (c2, c9), KEY k37 (c2, c10), KEY k38 (c2, c11), KEY k39 (c2, c12), KEY k40 (c2, c13), KEY k41 (c2, c14), KEY k42 (c2, c15),
  KEY k43 (c3, c4), KEY k44 (c3, c5), KEY k45 (c3, c6), KEY k46 (c3, c7), KEY k47 (c3, c8), KEY k48 (c3, c9), KEY k49 (c3, c10), KEY k50 (c3, c11),
  KEY k51 (c3, c12), KEY k52 (c3, c13), KEY k53 (c3, c14), KEY k54 (c3, c15), KEY k55 (c4, c5), KEY k56 (c4, c6), KEY k57 (c4, c7), KEY k58 (c4, c8),
  KEY k59 (c4, c9), KEY k60 (c4, c10)
);
INSERT INTO many_keys (c1, c2, c3) VALUES (1, 2, 3), (4, 5, 6), (7, 8, 9);
CREATE TABLE `parent whose name is as long as a name can be, that is sixty-fou` (id INT NOT NULL PRIMARY KEY, `column whose name is as long as a name can be, that is sixty-fou` VARCHAR(20));
CREATE TABLE `table whose name is as long as a name can be, that is sixty-four` (
  id INT NOT NULL PRIMARY KEY,
  parent_id INT,
  `column whose name is as long as a name can be, that is sixty-fou` INT DEFAULT 4,
  KEY `key whose name is as long as a name can be, that is sixty-four l` (`column whose name is as long as a name can be, that is sixty-fou`),
  CONSTRAINT `reference whose name is as long as a name can be, that is sixty-` FOREIGN KEY (parent_id) REFERENCES `parent whose name is as long as a name can be, that is sixty-fou` (id) ON DELETE CASCADE,
  CONSTRAINT `check whose name is as long as a name can be, that is sixty-four` CHECK (`column whose name is as long as a name can be, that is sixty-fou` > 0)
);
CREATE TRIGGER `trigger whose name is as long as a name can be, that is sixty-fo` BEFORE UPDATE ON `table whose name is as long as a name can be, that is sixty-four` FOR EACH ROW SET NEW.`column whose name is as long as a name can be, that is sixty-fou` = NEW.`column whose name is as long as a name can be, that is sixty-fou` + 1;
INSERT INTO `parent whose name is as long as a name can be, that is sixty-fou` VALUES (1, 'one'), (2, 'two');
INSERT INTO `table whose name is as long as a name can be, that is sixty-four` VALUES (1, 1, 10), (2, 2, 20), (3, NULL, 30);

-- A foreign key without a name, whose index has that of its column; a key of the beginning of a column.
CREATE TABLE unnamed_reference (id INT NOT NULL PRIMARY KEY, team_id INT, FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE);
INSERT INTO unnamed_reference VALUES (1, 1), (2, NULL);
CREATE TABLE beginnings (code TEXT NOT NULL, v INT, PRIMARY KEY (code(5)));
INSERT INTO beginnings VALUES ('abcde-1', 1), ('bcdef-1', 2), ('cdefg-1', 3);

-- Tables of a second schema that refer to the first.
CREATE TABLE proof_other.reference (
  id INT NOT NULL PRIMARY KEY,
  customer_id INT,
  CONSTRAINT reference_customer FOREIGN KEY (customer_id) REFERENCES proof.customer (id) ON DELETE CASCADE
);
INSERT INTO proof_other.reference VALUES (1, 1), (2, 2), (3, NULL);
CREATE TABLE proof_other.plain (id INT NOT NULL PRIMARY KEY, v VARCHAR(10));
INSERT INTO proof_other.plain VALUES (1, 'one'), (2, 'two');
CREATE TABLE proof_doomed.a (id INT NOT NULL PRIMARY KEY, t VARCHAR(10));
INSERT INTO proof_doomed.a VALUES (1, 'ä');
CREATE TABLE proof_doomed.b (id INT NOT NULL PRIMARY KEY, a_id INT, CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES proof_doomed.a (id));
INSERT INTO proof_doomed.b VALUES (1, 1);
CREATE VIEW proof_doomed.v AS SELECT id FROM proof_doomed.a;

CREATE TABLE web_parent (id VARCHAR(20) NOT NULL PRIMARY KEY, v INT);
CREATE TABLE web_child (id INT NOT NULL PRIMARY KEY, parent VARCHAR(20) NOT NULL,
  CONSTRAINT web_child_parent FOREIGN KEY (parent) REFERENCES web_parent (id) ON DELETE CASCADE);
INSERT INTO web_parent VALUES ('a', 1), ('b', 2);
INSERT INTO web_child VALUES (1, 'a'), (2, 'a'), (3, 'b');
CREATE TABLE l (id INT NOT NULL PRIMARY KEY, v VARCHAR(10), w INT);
INSERT INTO l VALUES (1, 'one', 1), (2, 'two', 2);
CREATE TABLE c1 (id INT NOT NULL PRIMARY KEY, code INT NOT NULL, v VARCHAR(10));
INSERT INTO c1 VALUES (1, 10, 'one'), (2, 20, 'two');
CREATE TABLE w (id INT NOT NULL PRIMARY KEY, v VARCHAR(10));
INSERT INTO w VALUES (1, 'one'), (2, 'two');

CREATE TABLE key_code (id CHAR(1) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_code VALUES ('a', 1), ('O', 2);
CREATE TABLE key_number (id INT NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_number VALUES (2147483647, 1), (5, 2), (0, 3);
CREATE TABLE key_word (id VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_word VALUES ('a', 1), ('b', 2);

CREATE TABLE named_alike (id INT NOT NULL PRIMARY KEY, pid INT, n INT, code INT, KEY pid (pid), KEY code (code), CONSTRAINT n CHECK (n > 0));
INSERT INTO named_alike VALUES (1, 2, 3, 4);
