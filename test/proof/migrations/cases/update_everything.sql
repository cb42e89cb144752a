UPDATE customer SET points = points + 1, name = REVERSE(name), note = NULL;
UPDATE orders SET state = 'paid';
UPDATE item SET quantity = quantity * 10;
UPDATE by_range SET v = 'u';
UPDATE by_uuid SET payload = NULL, prose = CONCAT(prose, ' changed');
UPDATE in_latin1 SET t = 'é';
