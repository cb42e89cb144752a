-- Rows go with others; then what stands on the way from these to those gets other names, columns, or another schema.
DELETE FROM customer WHERE id = 3;
ALTER TABLE item_note RENAME COLUMN line TO position;
DELETE FROM orders WHERE id = 12;
RENAME TABLE item_note TO note_of_item;
DELETE FROM orders WHERE id = 11;
RENAME TABLE orders TO proof_other.orders;
DELETE FROM customer WHERE id = 2;
DROP TABLE note_of_item;
DELETE FROM item WHERE order_id = 10 AND line = 1;
