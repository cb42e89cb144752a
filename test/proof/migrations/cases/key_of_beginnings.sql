UPDATE beginnings SET v = v + 1;
UPDATE beginnings SET code = 'abcde-2' WHERE v = 2;
DELETE FROM beginnings WHERE code = 'bcdef-1';
INSERT INTO beginnings VALUES ('bcdef-2', 4);
ALTER TABLE beginnings DROP COLUMN v;
