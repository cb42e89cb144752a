-- proof: fails
INSERT INTO without_transactions (a, b) VALUES ('four', 4), ('five', 5), ('one', 1);
