-- proof: mariadb
-- A package holds routines that are called by its name.
SET sql_mode = ORACLE;
DELIMITER //
CREATE OR REPLACE PACKAGE tools AS
  FUNCTION twice(a INT) RETURN INT;
  PROCEDURE fill(a INT);
END;
//
CREATE OR REPLACE PACKAGE BODY tools AS
  FUNCTION twice(a INT) RETURN INT AS BEGIN UPDATE customer SET note = 'twice' WHERE id = 2; RETURN a * 2; END;
  PROCEDURE fill(a INT) AS BEGIN INSERT INTO numbered (id) VALUES (a); END;
END;
//
DELIMITER ;
CALL tools.fill(77000);
SELECT tools.twice(3);
DROP PACKAGE BODY tools;
DROP PACKAGE tools;
