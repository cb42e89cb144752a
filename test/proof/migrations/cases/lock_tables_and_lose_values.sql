-- proof: refusable
-- The table's triggers stand already when the script has locked it; a copy would wait for the lock.
UPDATE duplicated SET v = v + 1 WHERE id = 1;
LOCK TABLES duplicated WRITE;
ALTER TABLE duplicated DROP COLUMN code;
UNLOCK TABLES;
