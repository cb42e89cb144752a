UPDATE customer c JOIN orders o ON o.customer_id = c.id SET c.points = c.points + 1, o.total = o.total * 2 WHERE c.id < 3;
DELETE i, n FROM item i LEFT JOIN item_note n ON n.order_id = i.order_id AND n.line = i.line WHERE i.order_id = 10;
DELETE FROM t USING team t WHERE t.id > 5;
UPDATE proof_other.plain p, team t SET p.v = t.name, t.name = p.v WHERE p.id = t.id;
