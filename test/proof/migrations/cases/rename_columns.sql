ALTER TABLE orders RENAME COLUMN total TO amount, RENAME COLUMN state TO condition_of;
ALTER TABLE orders CHANGE amount total DECIMAL(14, 4) NOT NULL DEFAULT 1;
UPDATE orders SET total = 5;
ALTER TABLE item RENAME INDEX article TO by_article;
