-- The trigger is dropped when its table has the name of another, and one of its name is made on that other.
RENAME TABLE duplicated TO aside;
RENAME TABLE plain_key TO duplicated;
RENAME TABLE aside TO plain_key;
DROP TRIGGER duplicated_deleted;
CREATE TRIGGER duplicated_deleted AFTER INSERT ON duplicated FOR EACH ROW SET @seen = 1;
RENAME TABLE customer TO customer_by_now;
DROP TRIGGER customer_updated;
UPDATE customer_by_now SET points = 7;
