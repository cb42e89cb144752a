SET sql_mode = '';
ALTER TABLE customer MODIFY email VARCHAR(3) NOT NULL, DROP INDEX email;
ALTER TABLE odd_value MODIFY double_precision FLOAT, MODIFY large VARBINARY(4);
ALTER TABLE orders MODIFY total INT NOT NULL;
ALTER TABLE item_note MODIFY text VARCHAR(2);
