SET foreign_key_checks = 0;
DROP TABLE customer;
CREATE TABLE customer (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100), renamed VARCHAR(60));
INSERT INTO customer (id, email) VALUES (1, 'new'), (2, 'new too');
SET foreign_key_checks = 1;
DELETE FROM customer WHERE id = 2;
