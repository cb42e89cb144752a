UPDATE wide_row SET n = n + 1;
UPDATE wide_row SET a = REPEAT('y', 65000) WHERE id = 2;
UPDATE long_key SET v = v + 10;
UPDATE long_key SET k = CONCAT('x', SUBSTR(k, 2)) WHERE v = 11;
UPDATE key_of_sixteen SET q = 1, a = 99;
DELETE FROM wide_row WHERE id = 1;
ALTER TABLE wide_row DROP COLUMN a;
DELETE FROM long_key;
ALTER TABLE key_of_sixteen DROP PRIMARY KEY, ADD COLUMN id INT NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST;
