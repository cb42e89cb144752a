-- proof: mysql
ALTER TABLE of_functions DROP CHECK unenforced, DROP INDEX upper_v;
UPDATE of_functions SET v = 'z';
ALTER TABLE of_functions ALTER INDEX hidden_key VISIBLE, ALTER COLUMN born DROP DEFAULT;
UPDATE multi_valued SET doc = '{"tags": [9]}' WHERE id = 1;
ALTER TABLE multi_valued DROP INDEX tags;
ALTER TABLE of_functions DROP COLUMN v;
