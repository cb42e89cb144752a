-- Names of columns count no case, and ALTER TABLE writes them down as the script has them.
ALTER TABLE customer CHANGE email EMAIL VARCHAR(120) NOT NULL, MODIFY Points BIGINT NOT NULL DEFAULT 1;
UPDATE customer SET EMAIL = CONCAT('x', email), NAME = 'other' WHERE ID = 1;
UPDATE customer SET Points = points + 1;
ALTER TABLE orders CHANGE TOTAL Amount DECIMAL(14, 4) NOT NULL, CHANGE Customer_Id CUSTOMER_ID INT NOT NULL;
UPDATE orders SET AMOUNT = 7 WHERE Id = 10;
ALTER TABLE item RENAME COLUMN line TO Line;
UPDATE item SET LINE = LINE + 10, Quantity = 2 WHERE Order_Id = 10;
DELETE FROM customer WHERE Id = 3;
ALTER TABLE customer DROP COLUMN Note;
UPDATE customer SET name = 'third' WHERE id < 3;
