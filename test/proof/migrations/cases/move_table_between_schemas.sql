RENAME TABLE by_bytes TO proof_other.by_bytes;
ALTER TABLE item_note RENAME TO proof_other.item_note;
UPDATE proof_other.by_bytes SET v = 0;
RENAME TABLE proof_other.plain TO plain;
