-- proof: mariadb
UPDATE of_aria SET v = 'x';
DELETE FROM of_aria WHERE id = 1;
TRUNCATE of_aria;
INSERT INTO of_aria VALUES (3, 'three');
ALTER TABLE of_aria ADD COLUMN more INT;
