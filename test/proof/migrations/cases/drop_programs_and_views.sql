DROP VIEW first_names;
DROP VIEW customer_names, letters, open_orders;
DROP PROCEDURE add_column_by_text;
DROP FUNCTION twice;
DROP TRIGGER customer_updated;
DROP TRIGGER IF EXISTS duplicated_deleted;
DROP EVENT nightly;
UPDATE customer SET points = 0;
