DELETE FROM customer WHERE id = 5;
DELETE FROM customer WHERE id = 4;
DELETE FROM duplicated WHERE v = 5;
