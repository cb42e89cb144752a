-- The values that are lost are under names that the same statement changes: of the key, and of the column itself.
SET sql_mode = '';
ALTER TABLE item_note RENAME COLUMN id TO number, CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE customer CHANGE COLUMN note remark VARCHAR(20), MODIFY points TINYINT;
ALTER TABLE customer CHANGE COLUMN remark name VARCHAR(10), CHANGE COLUMN name remark VARCHAR(5);
