-- Names that a statement of flyback's own may use for something else.
UPDATE l SET v = CONCAT(v, '!'), w = 0;
ALTER TABLE l DROP COLUMN w;
ALTER TABLE c1 DROP COLUMN v, DROP PRIMARY KEY, ADD PRIMARY KEY (id, code);
ALTER TABLE c1 DROP COLUMN code, DROP PRIMARY KEY, ADD PRIMARY KEY (id);
DELETE FROM w WHERE id > 1;
UPDATE w SET v = 'x';
ALTER TABLE w DROP COLUMN v;
