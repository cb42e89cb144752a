SET sql_mode = '';
ALTER TABLE orders COMMENT = 'with a comment', ALTER COLUMN state SET DEFAULT 'paid', ALTER COLUMN total DROP DEFAULT;
ALTER TABLE customer ROW_FORMAT = DYNAMIC, STATS_PERSISTENT = 0;
ALTER TABLE odd_value ALTER COLUMN flags SET DEFAULT b'1';
INSERT INTO orders (id, customer_id, total) VALUES (50, 2, 1);
