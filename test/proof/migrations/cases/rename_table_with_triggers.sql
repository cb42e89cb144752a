ALTER TABLE customer RENAME TO client;
UPDATE client SET points = 1 WHERE id = 1;
DELETE FROM client WHERE id = 5;
ALTER TABLE client DROP COLUMN points;
