ALTER TABLE orders ADD COLUMN weight INT NOT NULL DEFAULT 4 AFTER state;
ALTER TABLE orders ADD INDEX total (total), ADD COLUMN first INT FIRST;
CREATE UNIQUE INDEX article_in_order ON item (article, order_id);
DROP INDEX article ON item;
UPDATE orders SET weight = id WHERE total > 2;
