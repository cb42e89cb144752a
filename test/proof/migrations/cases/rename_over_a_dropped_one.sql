DROP TABLE by_hash;
RENAME TABLE by_bytes TO by_hash;
ALTER TABLE by_hash RENAME TO by_bytes, ADD COLUMN w INT;
