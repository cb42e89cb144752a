DELETE FROM item_note WHERE id = 2;
DELETE FROM customer WHERE id = 1;
UPDATE orders SET id = 99 WHERE id = 13;
