RENAME TABLE team TO scratch, member TO team, scratch TO member;
UPDATE team SET name = 'was a member';
ALTER TABLE member ADD COLUMN was_team INT;
RENAME TABLE item TO scratch, item_note TO item, scratch TO item_note;
