-- What an ALTER under the script's own locks loses is kept before it locks.
LOCK TABLES key_word WRITE, key_code WRITE, l WRITE;
ALTER TABLE key_word CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE key_code MODIFY v VARCHAR(1);
ALTER TABLE l DROP COLUMN w;
INSERT INTO l VALUES (9, 'nine');
UNLOCK TABLES;
INSERT INTO key_word VALUES ('z', 9);
