CREATE OR REPLACE PACKAGE shop AS
  max_items CONSTANT INT := 10;
  PROCEDURE add_item(id INT);
  FUNCTION total RETURN INT;
END;
CREATE OR REPLACE PACKAGE BODY shop AS
  items INT := 0;
  PROCEDURE add_item(id INT) AS
    n INT := 1;
  BEGIN
    <<search>>
    FOR i IN 1 .. 3 LOOP
      EXIT search WHEN i = id;
      n := n + 1;
    END LOOP;
    IF n > 2 THEN NULL; ELSIF n = 1 THEN items := items + 1; END IF;
  EXCEPTION
    WHEN OTHERS THEN
      BEGIN items := 0; END;
  END add_item;
  FUNCTION total RETURN INT IS
  BEGIN
    RETURN items;
  END;
BEGIN
  items := 0;
END shop;
CREATE PROCEDURE p AS x INT := 1; y INT; BEGIN SELECT "a;b", x; END;
BEGIN SELECT 1; SELECT 2; END;
DECLARE x INT; BEGIN x := 1; END;
SELECT 'after';
