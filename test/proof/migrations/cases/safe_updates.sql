-- Settings of the script's that refuse statements without a key, or large joins.
SET SESSION sql_safe_updates = 1, sql_big_selects = 0;
UPDATE l SET v = 'safe' WHERE id = 1;
ALTER TABLE l DROP COLUMN w;
ALTER TABLE c1 MODIFY v VARCHAR(2);
SET SESSION sql_safe_updates = 0;
