-- proof: fails
CREATE TABLE outside (id INT NOT NULL PRIMARY KEY, a_id INT, CONSTRAINT outside_a FOREIGN KEY (a_id) REFERENCES proof_doomed.a (id));
DROP DATABASE proof_doomed;
