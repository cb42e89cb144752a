SET sql_mode = '';
ALTER TABLE odd_value DROP INDEX place;
ALTER TABLE by_uuid DROP INDEX words, ADD FULLTEXT KEY other_words (prose);
UPDATE odd_value SET place = ST_GeomFromText('POINT(0 1)');
DELETE FROM by_uuid WHERE id LIKE 'f%';
