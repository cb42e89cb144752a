UPDATE `table whose name is as long as a name can be, that is sixty-four` SET `column whose name is as long as a name can be, that is sixty-fou` = 100;
DELETE FROM `parent whose name is as long as a name can be, that is sixty-fou` WHERE id = 1;
ALTER TABLE `table whose name is as long as a name can be, that is sixty-four` DROP CONSTRAINT `check whose name is as long as a name can be, that is sixty-four`, DROP COLUMN `column whose name is as long as a name can be, that is sixty-fou`;
TRUNCATE `table whose name is as long as a name can be, that is sixty-four`;
ALTER TABLE `parent whose name is as long as a name can be, that is sixty-fou` RENAME TO shorter;
DROP TABLE `table whose name is as long as a name can be, that is sixty-four`;
