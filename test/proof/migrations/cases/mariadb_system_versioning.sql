-- proof: mariadb limit past-versions
UPDATE versioned SET v = v + 1;
DELETE FROM versioned WHERE id = 3;
INSERT INTO versioned VALUES (4, 4);
ALTER TABLE by_bytes ADD SYSTEM VERSIONING;
UPDATE by_bytes SET v = 0;
