-- proof: refusable
UPDATE team SET name = 'last';
DROP DATABASE IF EXISTS flyback;
UPDATE member SET name = 'after';
