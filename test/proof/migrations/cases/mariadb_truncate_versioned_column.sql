-- proof: mariadb limit past-versions
SET system_versioning_alter_history = KEEP;
ALTER TABLE versioned ADD COLUMN w INT DEFAULT 5;
UPDATE versioned SET w = 6;
ALTER TABLE versioned DROP COLUMN v;
