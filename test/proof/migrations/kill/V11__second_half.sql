-- proof: next
TRUNCATE TABLE without_key;
INSERT INTO without_key VALUES (1, 'new');
UPDATE without_transactions SET b = b + 1;
CREATE TABLE proof_other.made (id INT NOT NULL PRIMARY KEY);
ALTER TABLE large_twin MODIFY v VARCHAR(20) NOT NULL, ADD KEY twin (v, id);
DELETE FROM customer WHERE id = 5;
SET foreign_key_checks = 0;
DROP TABLE orders;
CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, customer_id INT);
INSERT INTO orders VALUES (10, 1);
SET foreign_key_checks = 1;
DROP PROCEDURE other_mode;
SET sql_mode = '';
ALTER TABLE odd_value ADD COLUMN extra INT DEFAULT 4;
UPDATE by_bytes SET v = v + 1;
REPLACE INTO by_hash VALUES (1, 100), (9, 900);
DROP DATABASE proof_doomed;
CREATE TABLE last (id INT);
