UPDATE many_keys SET c1 = c1 + 1, c15 = 0;
ALTER TABLE many_keys DROP COLUMN c2, DROP INDEX k60;
TRUNCATE many_keys;
INSERT INTO many_keys (c1) VALUES (9);
