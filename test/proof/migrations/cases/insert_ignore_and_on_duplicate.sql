INSERT IGNORE INTO customer (id, email) VALUES (1, 'ignored'), (60, 'f@example.com');
INSERT INTO customer (id, email, points) VALUES (1, 'a@example.com', 5), (61, 'g@example.com', 6) ON DUPLICATE KEY UPDATE points = points + 100, email = CONCAT(email, 'x');
INSERT INTO without_transactions (a, b) VALUES ('one', 9), ('four', 4) ON DUPLICATE KEY UPDATE b = 99;
