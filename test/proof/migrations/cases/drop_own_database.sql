-- proof: fails
ALTER TABLE proof_other.reference DROP FOREIGN KEY reference_customer;
UPDATE customer SET name = 'last';
DROP DATABASE proof;
