INSERT INTO customer (email, name) SELECT CONCAT(id, email), name FROM customer;
INSERT INTO without_key SELECT id, 'copy' FROM customer;
INSERT INTO audit_log (what) SELECT email FROM customer;
INSERT INTO odd_value (id, annum, choice, day, place) SELECT id + 10, 2000, 'b', '2000-01-01', place FROM odd_value WHERE id > 0;
