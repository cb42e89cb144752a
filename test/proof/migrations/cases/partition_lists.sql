ALTER TABLE by_list TRUNCATE PARTITION europe;
ALTER TABLE by_list ADD PARTITION (PARTITION america VALUES IN ('us'));
INSERT INTO by_list VALUES (9, 'us', 9);
ALTER TABLE by_list DROP PARTITION asia;
ALTER TABLE by_list REORGANIZE PARTITION europe, america INTO (PARTITION rest VALUES IN ('de', 'fr', 'us'));
UPDATE by_list SET region = 'de', amount = NULL;
ALTER TABLE by_list PARTITION BY HASH (id) PARTITIONS 3;
DELETE FROM by_list;
