UPDATE proof_other.plain SET v = 'changed';
ALTER TABLE proof_other.reference ADD COLUMN note VARCHAR(10);
DELETE FROM customer WHERE id = 2;
CREATE TABLE proof_other.another (id INT);
DROP VIEW proof_other.customers;
