-- Keys get longer types, and rows that only these can hold: cut to the type from before they would be other rows.
ALTER TABLE key_code MODIFY id CHAR(3) NOT NULL;
INSERT INTO key_code VALUES ('OPD', 9);
UPDATE key_code SET v = v + 1 WHERE id = 'a';
ALTER TABLE key_number MODIFY id BIGINT NOT NULL;
INSERT INTO key_number VALUES (3000000000, 9);
UPDATE key_number SET v = v + 1 WHERE id = 5;
ALTER TABLE key_word MODIFY id VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL;
UPDATE key_word SET v = v + 1;
INSERT INTO key_word VALUES ('c', 9);
DELETE FROM key_word WHERE id = 'a';
ALTER TABLE key_number MODIFY id VARCHAR(36) NOT NULL;
INSERT INTO key_number VALUES ('5f0c-uuid', 9);
DELETE FROM key_number WHERE id = '5';
