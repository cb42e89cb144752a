-- proof: limit key-block-size-of-keys
ALTER TABLE without_transactions ENGINE = InnoDB;
ALTER TABLE by_bytes ENGINE = MyISAM;
ALTER TABLE orders ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 8;
INSERT INTO by_bytes VALUES (0x77, 7);
