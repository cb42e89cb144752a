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
CREATE TABLE statements (id INT NOT NULL PRIMARY KEY, text VARCHAR(500) NOT NULL);
INSERT INTO statements VALUES (1, 'ALTER TABLE team ADD COLUMN from_table INT NOT NULL DEFAULT 5'), (2, 'UPDATE member SET name = UPPER(name)');
CREATE TABLE audit_log (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, what VARCHAR(100) NOT NULL);
INSERT INTO audit_log (what) VALUES ('begin');

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
