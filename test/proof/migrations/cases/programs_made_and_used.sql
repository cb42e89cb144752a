DELIMITER $$
CREATE PROCEDURE fill(n INT)
BEGIN
  WHILE n > 0 DO
    INSERT INTO empty_table (v) VALUES (n);
    INSERT INTO customer (email) VALUES (CONCAT(n, '@fill'));
    SET n = n - 1;
  END WHILE;
END $$
CREATE TRIGGER orders_changed BEFORE UPDATE ON orders FOR EACH ROW SET NEW.total = NEW.total + 1000 $$
DELIMITER ;
CALL fill(3);
UPDATE orders SET state = 'new';
DROP TRIGGER orders_changed;
DROP PROCEDURE fill;
