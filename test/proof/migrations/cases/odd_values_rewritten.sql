SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
UPDATE odd_value SET single_precision = single_precision * 1.1, flags = ~flags, fixed = 0x00, bytes = NULL, span = NULL, doc = '[]';
UPDATE odd_value SET id = 1000 WHERE id = 0;
DELETE FROM odd_value WHERE id = -5;
