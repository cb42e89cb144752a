DROP TABLE item_note;
DROP TABLE item, orders;
SET foreign_key_checks = 0;
DROP TABLE customer;
DROP TABLE team, without_key, without_transactions, by_range;
