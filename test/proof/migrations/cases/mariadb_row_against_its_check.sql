-- proof: mariadb
SET check_constraint_checks = 0;
UPDATE breaks_its_check SET v = v - 10;
ALTER TABLE breaks_its_check ADD COLUMN w INT;
ALTER TABLE breaks_its_check DROP CONSTRAINT positive;
