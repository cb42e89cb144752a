-- Tables go, others come under their names, and get another one or none of the columns.
DROP TABLE many_keys;
CREATE TABLE many_keys (id INT NOT NULL PRIMARY KEY);
RENAME TABLE many_keys TO keys_by_now, team TO team_once;
INSERT INTO keys_by_now VALUES (1);
RENAME TABLE keys_by_now TO keys_at_last;
ALTER TABLE duplicated DROP PRIMARY KEY, ADD PRIMARY KEY (id, v);
DROP TABLE duplicated;
CREATE TABLE duplicated (x INT NOT NULL, y INT, UNIQUE KEY (x));
INSERT INTO duplicated VALUES (1, 1);
