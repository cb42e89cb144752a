ALTER TABLE `CamelCase` RENAME COLUMN `with ``tick` TO `other ``tick`;
UPDATE `CamelCase` SET `order` = 'x', `blank in it` = 0;
ALTER TABLE `CamelCase` DROP COLUMN `blank in it`, RENAME TO `another ``name`;
CREATE TABLE `sixty-four-characters-long-name-of-a-table-that-is-as-long-as-it` (id INT NOT NULL PRIMARY KEY);
INSERT INTO `sixty-four-characters-long-name-of-a-table-that-is-as-long-as-it` VALUES (1);
