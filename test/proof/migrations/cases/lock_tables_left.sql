LOCK TABLES team WRITE, member WRITE;
UPDATE team SET name = 'locked';
ALTER TABLE member ADD COLUMN locked INT;
DELETE FROM member WHERE id = 1;
