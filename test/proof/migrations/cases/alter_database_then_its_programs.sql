-- The programs are kept while their database is another one already.
ALTER DATABASE proof CHARACTER SET latin1;
ALTER PROCEDURE touch_orders COMMENT 'altered';
DROP TRIGGER customer_inserted;
ALTER TABLE duplicated DROP COLUMN code;
