CREATE OR REPLACE VIEW customer_names AS SELECT id, UPPER(name) AS name FROM customer;
CREATE OR REPLACE VIEW a_new_one AS SELECT 1 AS one;
CREATE OR REPLACE DEFINER = 'root'@'localhost' VIEW letters AS SELECT 1 AS letter, 2 AS n;
