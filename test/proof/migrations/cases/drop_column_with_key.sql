SET sql_mode = '';
ALTER TABLE item DROP FOREIGN KEY item_order, DROP COLUMN article;
ALTER TABLE by_uuid DROP COLUMN prose;
ALTER TABLE odd_value DROP COLUMN place;
ALTER TABLE odd_value DROP COLUMN next_year, DROP COLUMN computed, DROP COLUMN annum;
