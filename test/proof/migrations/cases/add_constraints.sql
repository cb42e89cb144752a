ALTER TABLE item ADD CONSTRAINT some_quantity CHECK (quantity > 0);
ALTER TABLE by_bytes ADD COLUMN customer_id INT, ADD CONSTRAINT by_bytes_customer FOREIGN KEY (customer_id) REFERENCES customer (id);
UPDATE by_bytes SET customer_id = 1;
ALTER TABLE orders DROP FOREIGN KEY orders_customer;
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT;
ALTER TABLE item_note DROP FOREIGN KEY item_note_item, DROP INDEX item_note_item;
