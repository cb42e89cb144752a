-- What is prepared inside the script's own transaction: rows of a table that the transaction has read before, and DDL, which ends it.
START TRANSACTION;
SET @change = (SELECT IF((SELECT COUNT(*) FROM customer WHERE points > 10) > 0, "UPDATE customer SET points = points + 1, note = NULL", 'DELETE FROM customer WHERE id = 5'));
PREPARE change_it FROM @change;
EXECUTE change_it;
DEALLOCATE PREPARE change_it;
-- What comes after it was not foreseen, since it might have changed how quotes are read.
UPDATE team SET name = 'renamed';
SET @second = (SELECT IF((SELECT COUNT(*) FROM member) > 0, "INSERT INTO member (id, name) VALUES (77, 'added')", 'SELECT 1'));
PREPARE change_it FROM @second;
EXECUTE change_it;
UPDATE item SET quantity = 9 WHERE line = 1;
SET @alter = (SELECT IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'state') = 0, 'SELECT 1', 'ALTER TABLE orders DROP COLUMN state'));
PREPARE alter_it FROM @alter;
EXECUTE alter_it;
DELETE FROM item_note WHERE id = 1;
COMMIT;
