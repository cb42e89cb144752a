SET sql_mode = '';
UPDATE odd_value SET choice = 'a' WHERE choice = 0;
UPDATE odd_value SET day = '2000-00-00' WHERE id = 0;
ALTER TABLE odd_value MODIFY choice ENUM('a', 'b', 'c') NOT NULL;
ALTER TABLE odd_value MODIFY choice ENUM('c', 'a') NULL;
INSERT INTO odd_value (day, choice, place) VALUES ('0000-00-00', 'nothing', ST_GeomFromText('POINT(9 9)'));
