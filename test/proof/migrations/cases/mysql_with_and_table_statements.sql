-- proof: mysql
WITH few AS (SELECT id FROM customer WHERE id < 3) UPDATE orders o JOIN few ON few.id = o.customer_id SET o.total = 1;
WITH few AS (SELECT 10 AS id) DELETE FROM orders USING orders JOIN few ON few.id = orders.id;
INSERT INTO member (id, team_id, name) VALUES ROW(20, 1, 'row'), ROW(21, 2, 'row');
INSERT INTO by_hash (id, v) TABLE by_hash LIMIT 0;
INSERT INTO by_hash (id, v) VALUES (1, 5) AS new ON DUPLICATE KEY UPDATE v = new.v + 10;
