USE proof_other;
UPDATE plain SET v = 'used';
CREATE TABLE customer (id INT);
ALTER TABLE reference DROP FOREIGN KEY reference_customer;
USE proof;
UPDATE customer SET points = 3 WHERE id = 3;
use proof_doomed;
DROP VIEW v;
DROP TABLE b;
