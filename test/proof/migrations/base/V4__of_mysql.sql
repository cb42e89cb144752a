-- proof: mysql
SET SESSION sql_generate_invisible_primary_key = ON;
CREATE TABLE with_generated_key (v VARCHAR(10));
SET SESSION sql_generate_invisible_primary_key = OFF;
INSERT INTO with_generated_key VALUES ('one'), ('two'), ('three');
DELETE FROM with_generated_key WHERE v = 'two';
CREATE TABLE of_functions (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(20),
  born DATE DEFAULT (CURRENT_DATE),
  CONSTRAINT unenforced CHECK (v <> 'x') NOT ENFORCED,
  KEY upper_v ((UPPER(v))),
  KEY hidden_key (v) INVISIBLE,
  KEY downwards (id DESC, v)
);
INSERT INTO of_functions (id, v, born) VALUES (1, 'x', '2020-01-01'), (2, 'y', '2020-01-02');
CREATE TABLE multi_valued (id INT NOT NULL PRIMARY KEY, doc JSON, KEY tags ((CAST(doc->'$.tags' AS UNSIGNED ARRAY))));
INSERT INTO multi_valued VALUES (1, '{"tags": [1, 2]}'), (2, '{"tags": [3]}');
