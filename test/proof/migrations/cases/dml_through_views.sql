UPDATE customer_names SET name = 'by view' WHERE id = 3;
INSERT INTO open_orders (id, customer_id, total) VALUES (77, 2, 9);
DELETE FROM open_orders WHERE id = 10;
UPDATE proof_other.customers SET email = 'by other view' WHERE id = 5;
