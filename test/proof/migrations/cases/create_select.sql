CREATE TABLE copied AS SELECT * FROM customer;
CREATE TABLE copied_too (PRIMARY KEY (id)) SELECT id, email FROM customer WHERE id < 3;
UPDATE copied SET name = 'x';
