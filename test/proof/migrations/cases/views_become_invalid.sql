ALTER TABLE customer DROP COLUMN name;
DROP TABLE item_note;
DROP TABLE item;
ALTER TABLE orders RENAME TO orders_renamed;
