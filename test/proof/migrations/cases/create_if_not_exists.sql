CREATE TABLE IF NOT EXISTS customer (id INT);
CREATE TABLE IF NOT EXISTS was_not_there (id INT);
DROP TABLE IF EXISTS nothing_of_the_name;
DROP VIEW IF EXISTS nothing_of_the_name;
DROP TABLE IF EXISTS nothing_of_the_name, empty_table;
