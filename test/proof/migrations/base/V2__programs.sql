-- Views on views, triggers that write elsewhere, programs of other modes, events.

CREATE VIEW customer_names AS SELECT id, name FROM customer;
CREATE VIEW first_names AS SELECT id, LEFT(name, 1) AS letter FROM customer_names WHERE id < 4;
CREATE DEFINER = 'somebody'@'elsewhere' SQL SECURITY INVOKER VIEW letters AS SELECT letter, COUNT(*) AS n FROM first_names GROUP BY letter;
CREATE VIEW open_orders AS SELECT id, customer_id, total FROM orders WHERE state = 'new' WITH CHECK OPTION;
CREATE VIEW proof_other.customers AS SELECT id, email FROM proof.customer;

DELIMITER //
CREATE TRIGGER customer_inserted AFTER INSERT ON customer FOR EACH ROW INSERT INTO audit_log (what) VALUES (CONCAT('insert ', NEW.id))//
CREATE TRIGGER customer_updated BEFORE UPDATE ON customer FOR EACH ROW
BEGIN
  SET NEW.note = CONCAT(COALESCE(NEW.note, ''), '!');
  INSERT INTO audit_log (what) VALUES (CONCAT('update ', OLD.id, ' to ', NEW.id));
END//
CREATE TRIGGER customer_deleted AFTER DELETE ON customer FOR EACH ROW INSERT INTO audit_log (what) VALUES (CONCAT('delete ', OLD.id))//
CREATE TRIGGER customer_deleted_too AFTER DELETE ON customer FOR EACH ROW FOLLOWS customer_deleted
  INSERT INTO proof_other.plain (id, v) VALUES (OLD.id + 100, 'deleted')//
CREATE TRIGGER duplicated_deleted BEFORE DELETE ON duplicated FOR EACH ROW UPDATE without_transactions SET b = b + OLD.v WHERE id = 1//

CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC NO SQL RETURN n * 2//
CREATE FUNCTION log_and_return(n INT) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
BEGIN
  INSERT INTO audit_log (what) VALUES (CONCAT('function ', n));
  RETURN n;
END//
CREATE PROCEDURE touch_orders(IN amount INT)
BEGIN
  UPDATE orders SET total = total + amount;
  INSERT INTO audit_log (what) VALUES ('touched');
END//
CREATE PROCEDURE add_column_by_text(IN table_name VARCHAR(64), IN column_name VARCHAR(64))
BEGIN
  SET @text = CONCAT('ALTER TABLE `', table_name, '` ADD COLUMN `', column_name, '` INT DEFAULT 1');
  PREPARE s FROM @text;
  EXECUTE s;
  DEALLOCATE PREPARE s;
END//
CREATE PROCEDURE calls_another() CALL touch_orders(3)//
SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'//
CREATE PROCEDURE other_mode() COMMENT 'of another mode' SQL SECURITY INVOKER SELECT "email" || '!' FROM "customer"//
CREATE FUNCTION other_mode_function() RETURNS VARCHAR(10) DETERMINISTIC RETURN 'a' || 'b'//
SET sql_mode = DEFAULT//
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'tidies' DO DELETE FROM audit_log WHERE id < 0//
CREATE DEFINER = 'somebody'@'elsewhere' EVENT weekly ON SCHEDULE EVERY 1 WEEK STARTS '2030-01-01 00:00:00' DO BEGIN DELETE FROM audit_log WHERE id < 0; END//
DELIMITER ;
