-- proof: mysql
LOCK TABLES team WRITE;
RENAME TABLE team TO team_renamed;
UNLOCK TABLES;
UPDATE team_renamed SET name = 'x';
