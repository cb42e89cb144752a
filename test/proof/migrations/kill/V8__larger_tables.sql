-- Large enough that copies and changes take a while.
CREATE TABLE large (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, pad CHAR(100) NOT NULL DEFAULT 'pad', gone VARCHAR(20), KEY v (v));
INSERT INTO large (v, gone) VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, NULL), (5, 'five');
INSERT INTO large (v, gone) SELECT v + 5, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 10, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 20, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 40, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 80, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 160, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 320, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 640, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 1280, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 2560, gone FROM large;
INSERT INTO large (v, gone) SELECT v + 5120, gone FROM large;
CREATE TABLE large_child (id INT NOT NULL PRIMARY KEY, large_id INT NOT NULL, v INT, CONSTRAINT large_child_large FOREIGN KEY (large_id) REFERENCES large (id) ON DELETE CASCADE);
INSERT INTO large_child SELECT id, id, v FROM large;
CREATE TABLE large_twin LIKE large;
INSERT INTO large_twin SELECT * FROM large;
CREATE TABLE large_to_go LIKE large;
INSERT INTO large_to_go SELECT * FROM large;
-- Alone and large enough to go back by exchange.
CREATE TABLE alone (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, w INT, note VARCHAR(20) DEFAULT 'a note', KEY w (w), UNIQUE KEY both_of (v, id)) COMMENT 'alone';
INSERT INTO alone (v) SELECT a.v FROM large a JOIN large b ON b.id <= 6;
