-- proof: mariadb limit sequence-values
ALTER TABLE spare_numbers RENAME TO old_numbers;
-- Under the name of another one from before.
RENAME TABLE numbers TO spare_numbers;
SELECT NEXTVAL(spare_numbers), NEXTVAL(old_numbers);
RENAME TABLE spare_numbers TO away, old_numbers TO spare_numbers, away TO old_numbers;
CREATE SEQUENCE numbers START WITH 900;
-- A table has its name then, and another one from before as well.
ALTER TABLE third_numbers RENAME TO fourth_numbers;
CREATE TABLE third_numbers (id INT PRIMARY KEY DEFAULT NEXTVAL(numbers));
INSERT INTO third_numbers VALUES (DEFAULT), (DEFAULT);
RENAME TABLE third_numbers TO fifth_numbers, numbered TO third_numbers;
ALTER TABLE fourth_numbers RENAME TO sixth_numbers;
ALTER SEQUENCE sixth_numbers INCREMENT BY 7;
DROP SEQUENCE old_numbers;
