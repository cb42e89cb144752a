-- Putting values back must not count as a change.
ALTER TABLE stamped DROP COLUMN w;
ALTER TABLE stamped MODIFY v VARCHAR(4), RENAME COLUMN changed_too TO changed_also;
UPDATE stamped SET v = 'x' WHERE id = 1;
