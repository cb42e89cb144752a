INSERT INTO team VALUES (10, NULL, 't10');
INSERT INTO member VALUES (10, 10, 'm10');
INSERT INTO team VALUES (11, 10, 't11');
INSERT INTO member VALUES (11, 11, 'm11'), (12, 11, 'm12');
UPDATE team SET lead_id = 11 WHERE id = 10;
INSERT INTO empty_table (v) VALUES (1);
INSERT INTO empty_table (v) VALUES (2);
