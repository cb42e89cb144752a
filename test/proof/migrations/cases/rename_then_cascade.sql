-- What will go with others gets another name before, and one that another table had.
RENAME TABLE statements TO statements_once, item_note TO statements;
DELETE FROM item WHERE order_id = 10;
