UPDATE by_hash SET id = id + 100;
UPDATE by_bytes SET id = REVERSE(id);
UPDATE by_insensitive_text SET code = UPPER(code);
UPDATE by_uuid SET id = REPLACE(id, '0', '9') WHERE id LIKE '0%';
UPDATE team SET id = 7 WHERE id = 2 AND NOT EXISTS (SELECT 1 FROM member WHERE team_id = 2);
