DELIMITER //
CREATE PROCEDURE add_to_all()
BEGIN
  DECLARE done INT DEFAULT 0;
  DECLARE t VARCHAR(64);
  DECLARE c CURSOR FOR SELECT table_name FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name IN ('orders', 'member', 'by_hash', 'without_key', 'without_transactions') ORDER BY 1;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN c;
  looped: LOOP
    FETCH c INTO t;
    IF done THEN LEAVE looped; END IF;
    SET @s = CONCAT('ALTER TABLE ', t, ' ADD COLUMN tenant INT NOT NULL DEFAULT 7');
    PREPARE st FROM @s;
    EXECUTE st;
    DEALLOCATE PREPARE st;
    SET @s = CONCAT('DELETE FROM ', t, ' LIMIT 1');
    PREPARE st FROM @s;
    IF t IN ('by_hash', 'without_key', 'without_transactions') THEN EXECUTE st; END IF;
    DEALLOCATE PREPARE st;
  END LOOP;
  CLOSE c;
END//
DELIMITER ;
CALL add_to_all();
DROP PROCEDURE add_to_all;
