UPDATE customer SET points = points + 1 ORDER BY points DESC LIMIT 2;
DELETE FROM item ORDER BY quantity LIMIT 2;
UPDATE without_key SET b = RAND() LIMIT 3;
DELETE FROM without_key WHERE a = 1 LIMIT 1;
UPDATE orders SET placed = NOW(6), state = IF(RAND() < 0.5, 'new', 'sent');
