REPLACE INTO orders (id, customer_id, state) VALUES (10, 2, 'sent'), (90, 2, 'new');
REPLACE INTO duplicated (id, code, v) VALUES (1, 'r', 100), (2, 'r', 200);
REPLACE INTO without_transactions (id, a, b) VALUES (1, 'two', 5);
REPLACE INTO customer (id, email) VALUES (77, 'a@example.com');
