-- A trigger from before goes and one of its name is made; then its table is changed for the first time.
DROP TRIGGER customer_deleted_too;
CREATE TRIGGER customer_deleted_too BEFORE INSERT ON customer FOR EACH ROW SET NEW.note = 'made anew';
CREATE TRIGGER customer_new AFTER UPDATE ON customer FOR EACH ROW SET @seen = 1;
ALTER TABLE customer ADD COLUMN more INT;
