-- proof: mysql
SET sql_mode = '';
ALTER TABLE odd_value ALTER COLUMN hidden SET VISIBLE;
