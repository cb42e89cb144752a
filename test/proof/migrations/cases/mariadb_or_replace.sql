-- proof: mariadb
CREATE OR REPLACE TABLE item_note (id INT NOT NULL PRIMARY KEY);
INSERT INTO item_note VALUES (5);
CREATE OR REPLACE TRIGGER customer_inserted AFTER INSERT ON customer FOR EACH ROW SET @y = 1;
CREATE OR REPLACE PROCEDURE touch_orders(IN amount INT) UPDATE orders SET total = amount;
CREATE OR REPLACE EVENT nightly ON SCHEDULE EVERY 1 HOUR DO SET @z = 1;
CALL touch_orders(8);
