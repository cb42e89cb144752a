-- proof: mariadb refusable
ALTER TABLE versioned DROP SYSTEM VERSIONING;
ALTER TABLE versioned ADD COLUMN w INT;
