ALTER TABLE customer ADD COLUMN first_name VARCHAR(60), ADD COLUMN last_name VARCHAR(60);
UPDATE customer SET first_name = SUBSTRING_INDEX(name, ' ', 1), last_name = name;
ALTER TABLE customer DROP COLUMN name;
ALTER TABLE customer RENAME COLUMN last_name TO name;
