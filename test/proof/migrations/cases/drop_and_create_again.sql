DROP TABLE item_note;
CREATE TABLE item_note (id INT NOT NULL PRIMARY KEY, other VARCHAR(5));
INSERT INTO item_note VALUES (1, 'new');
DROP TABLE item_note;
CREATE TABLE item_note (third INT);
INSERT INTO item_note VALUES (3);
