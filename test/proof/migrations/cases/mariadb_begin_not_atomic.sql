-- proof: mariadb
DELIMITER //
BEGIN NOT ATOMIC
  DECLARE n INT DEFAULT 2;
  ALTER TABLE team ADD COLUMN a INT;
  UPDATE orders SET total = n;
  DROP TABLE item_note;
END//
DELIMITER ;
UPDATE team SET a = 4;
