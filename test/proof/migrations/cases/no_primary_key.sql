UPDATE without_key SET a = 5 WHERE b = 'one';
DELETE FROM without_key WHERE a IS NULL;
INSERT INTO without_key VALUES (1, 'one'), (8, 'eight');
ALTER TABLE without_key ADD COLUMN c INT DEFAULT 4, DROP COLUMN a;
