-- proof: mariadb
ALTER TABLE versioned DROP SYSTEM VERSIONING;
ALTER TABLE versioned ADD COLUMN w INT;
