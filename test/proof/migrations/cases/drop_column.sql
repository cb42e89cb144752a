SET sql_mode = '';
ALTER TABLE customer DROP COLUMN note;
ALTER TABLE odd_value DROP COLUMN single_precision;
ALTER TABLE odd_value DROP COLUMN computed;
ALTER TABLE odd_value DROP COLUMN flags, DROP COLUMN doc, DROP COLUMN hidden;
ALTER TABLE without_key DROP COLUMN b;
