SELECT 'before'; -- the usual one
DELIMITER $$
CREATE PROCEDURE dollars()
BEGIN
  SELECT '$$', "$$", `$$` /* $$ */ FROM x; -- $$
END$$
delimiter //
CREATE PROCEDURE slashes() BEGIN SELECT 1/2; END//
CREATE PROCEDURE more_slashes() BEGIN SELECT 1; END; //
DELIMITER	||
SELECT 'a'||
SELECT 'b' ||
DELIMITER #
SELECT 'c' #
SELECT 'd; still' #
DELIMITER '|'
SELECT 'e'|SELECT 'f' | DELIMITER ;
SELECT 'g';
DELIMITER go
SELECT category, cargo FROM t
go
DELIMITER ;-- back to the usual one
SELECT 'h'; SELECT 'i'
;
