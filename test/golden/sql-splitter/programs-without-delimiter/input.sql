-- Everything here is one statement up to the semicolon after its last END.
CREATE PROCEDURE totals(IN first_day DATE, OUT `end` INT)
    READS SQL DATA
    COMMENT 'begin; end'
outer_block: BEGIN
    DECLARE done, n INT DEFAULT 0;
    DECLARE cur CURSOR FOR SELECT CASE WHEN id > 1 THEN id ELSE 0 END FROM customer;
    DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN SET done = 1; END;
    DECLARE EXIT HANDLER FOR SQLSTATE VALUE '45000', 1062 IF done THEN SET n = 1; END IF;
    OPEN cur;
    read_loop: LOOP
        FETCH cur INTO n;
        IF done THEN LEAVE read_loop;
        ELSEIF n = 1 THEN ITERATE read_loop;
        ELSE
            CASE n
                WHEN 2 THEN BEGIN END;
                ELSE SET `end` = IF(n, REPEAT('x', 3), 0);
            END CASE;
        END /* of the */ IF;
    END LOOP read_loop;
    REPEAT SET n = n - 1; UNTIL n < 0 END REPEAT;
    WHILE n < 10 DO SET n = n + 1; END WHILE;
    CLOSE cur;
END outer_block;

CREATE FUNCTION label_of(status INT) RETURNS SET('a', 'b') DETERMINISTIC
IF status = 1 THEN
    RETURN 'a';
ELSE
    RETURN 'b';
END IF;

CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN CASE WHEN n THEN 2 * n ELSE 0 END;

CREATE DEFINER = `admin`@`%` TRIGGER customer_check BEFORE UPDATE ON customer FOR EACH ROW
    IF NEW.name <> OLD.name THEN
        SET NEW.changed = NOW();
        SET @changes = @changes + 1;
    END IF;

CREATE DEFINER=CURRENT_USER EVENT IF NOT EXISTS purge ON SCHEDULE EVERY 1 DAY
    DO BEGIN
        DELETE FROM log;
        SELECT 1 AS begin, 2 AS end;
    END;

ALTER EVENT purge ON COMPLETION PRESERVE DO BEGIN DELETE FROM log; END;

BEGIN;
INSERT INTO t VALUES (1);
COMMIT;
