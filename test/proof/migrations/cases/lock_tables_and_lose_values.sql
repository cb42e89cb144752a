-- A copy would wait for the script's lock, so it is made before.
UPDATE duplicated SET v = v + 1 WHERE id = 1;
LOCK TABLES duplicated WRITE;
ALTER TABLE duplicated DROP COLUMN code;
UNLOCK TABLES;
