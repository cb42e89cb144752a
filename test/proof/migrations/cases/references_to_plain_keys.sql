DELETE FROM to_plain_key WHERE id = 4;
DELETE FROM plain_key WHERE code = 9;
ALTER TABLE to_plain_key DROP FOREIGN KEY to_plain_key_code;
ALTER TABLE plain_key DROP INDEX code;
UPDATE plain_key SET code = 0;
TRUNCATE to_plain_key;
DROP TABLE plain_key;
