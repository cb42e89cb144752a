-- proof: mysql
DELETE FROM with_generated_key WHERE v = 'one';
INSERT INTO with_generated_key VALUES ('four');
UPDATE with_generated_key SET v = 'x';
ALTER TABLE with_generated_key ADD COLUMN w INT;
