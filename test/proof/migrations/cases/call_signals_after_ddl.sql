-- proof: fails
DELIMITER //
CREATE PROCEDURE half()
BEGIN
  CREATE TABLE made_by_half (id INT);
  UPDATE orders SET total = 0;
  ALTER TABLE team ADD COLUMN half INT;
  DELETE FROM customer WHERE id = 1;
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'after half of it';
END//
DELIMITER ;
CALL half();
