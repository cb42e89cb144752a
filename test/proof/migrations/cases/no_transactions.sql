UPDATE without_transactions SET b = b * 2;
DELETE FROM without_transactions WHERE a = 'two';
INSERT INTO without_transactions (a) VALUES ('six');
ALTER TABLE without_transactions ADD COLUMN c INT;
