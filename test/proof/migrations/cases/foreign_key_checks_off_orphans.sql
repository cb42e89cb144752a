SET foreign_key_checks = 0;
DELETE FROM customer WHERE id = 1;
UPDATE item SET order_id = 12345 WHERE order_id = 12;
INSERT INTO member VALUES (9, 999, 'orphan');
DROP TABLE team;
