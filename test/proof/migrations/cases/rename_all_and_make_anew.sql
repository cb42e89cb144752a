-- All tables of a web of foreign keys get other names, and new ones of another kind take their places.
ALTER TABLE web_child DROP FOREIGN KEY web_child_parent;
RENAME TABLE web_parent TO web_parent_old, web_child TO web_child_old;
CREATE TABLE web_parent (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE);
CREATE TABLE web_child (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, parent BIGINT NOT NULL,
  CONSTRAINT web_child_parent_new FOREIGN KEY (parent) REFERENCES web_parent (id));
INSERT INTO web_parent (code) SELECT id FROM web_parent_old;
INSERT INTO web_child (parent) SELECT p.id FROM web_child_old c JOIN web_parent p ON p.code = c.parent;
DROP TABLE web_child_old, web_parent_old;
