-- proof: next
CREATE TABLE fresh (id INT NOT NULL PRIMARY KEY, v INT);
INSERT INTO fresh VALUES (1, 1), (2, 2);
ALTER TABLE large ADD COLUMN added INT NOT NULL DEFAULT 3;
UPDATE large SET v = v + 1000000;
ALTER TABLE large DROP COLUMN gone;
ALTER TABLE orders ADD COLUMN weight INT;
UPDATE orders SET total = total * 2;
DELETE FROM large WHERE id < 2000;
CREATE OR REPLACE VIEW customer_names AS SELECT id, UPPER(name) AS name FROM customer;
RENAME TABLE team TO scratch, member TO team, scratch TO member;
DROP TABLE large_to_go;
UPDATE customer SET points = points + 1;
DROP TRIGGER duplicated_deleted;
ALTER TABLE item DROP FOREIGN KEY item_order;
