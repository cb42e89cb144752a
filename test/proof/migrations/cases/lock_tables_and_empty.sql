-- Rows change under a lock, and then all of them go.
LOCK TABLES duplicated WRITE, team WRITE;
INSERT INTO duplicated (code, v) VALUES ('new', 1);
UPDATE team SET name = 'locked';
TRUNCATE duplicated;
UNLOCK TABLES;
TRUNCATE statements;
