CREATE TABLE outside (id INT NOT NULL PRIMARY KEY, a_id INT, CONSTRAINT outside_a FOREIGN KEY (a_id) REFERENCES proof_doomed.a (id));
INSERT INTO outside VALUES (1, 1);
ALTER TABLE outside DROP FOREIGN KEY outside_a;
DROP DATABASE proof_doomed;
