CREATE TEMPORARY TABLE customer AS SELECT * FROM orders;
UPDATE customer SET total = 0;
DROP TEMPORARY TABLE customer;
CREATE TEMPORARY TABLE work (id INT);
INSERT INTO work VALUES (1);
UPDATE orders JOIN work ON orders.id = work.id + 9 SET orders.total = 77;
DROP TABLE work;
