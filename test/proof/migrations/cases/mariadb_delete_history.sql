-- proof: mariadb refusable
DELETE HISTORY FROM versioned;
ALTER TABLE versioned ADD COLUMN w INT;
