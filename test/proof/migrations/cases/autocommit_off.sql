SET autocommit = 0;
INSERT INTO team VALUES (3, NULL, 'green');
UPDATE member SET team_id = 3;
ALTER TABLE team ADD COLUMN motto VARCHAR(10);
DELETE FROM item WHERE line = 2;
DELETE FROM item_note;
