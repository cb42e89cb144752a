-- proof: mariadb limit sequence-values
SELECT NEXTVAL(numbers);
ALTER SEQUENCE numbers RESTART 500 INCREMENT BY 1;
INSERT INTO numbered (v) VALUES (3);
CREATE SEQUENCE more_numbers;
SELECT SETVAL(more_numbers, 77);
RENAME TABLE more_numbers TO other_numbers;
ALTER TABLE numbered ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE numbers;
CREATE SEQUENCE numbers START WITH 3;
