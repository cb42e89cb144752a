DELIMITER //
CREATE PROCEDURE reshape()
BEGIN
  UPDATE orders SET total = total + 1;
  ALTER TABLE orders DROP COLUMN total;
  UPDATE orders SET customer_id = 1;
  RENAME TABLE beginnings TO beginnings_then;
  UPDATE beginnings_then SET v = v + 1;
  DELETE FROM beginnings_then WHERE v = 2;
END//
DELIMITER ;
CALL reshape();
DROP PROCEDURE reshape;
