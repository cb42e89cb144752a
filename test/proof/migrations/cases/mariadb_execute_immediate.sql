-- proof: mariadb
SET @t = 'team';
EXECUTE IMMEDIATE CONCAT('ALTER TABLE ', @t, ' ADD COLUMN at_once INT');
EXECUTE IMMEDIATE 'UPDATE team SET at_once = ?' USING 5;
PREPARE st FROM CONCAT('DROP TABLE ', 'item_note');
EXECUTE st;
