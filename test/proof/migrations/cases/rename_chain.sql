RENAME TABLE orders TO orders_old;
CREATE TABLE orders LIKE orders_old;
INSERT INTO orders SELECT * FROM orders_old WHERE id < 12;
ALTER TABLE orders ADD COLUMN v INT;
DROP TABLE item_note;
DROP TABLE item;
DROP TABLE orders_old;
