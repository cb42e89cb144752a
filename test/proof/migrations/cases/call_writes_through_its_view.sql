DELIMITER //
CREATE PROCEDURE through_a_view()
BEGIN
  CREATE VIEW shown AS SELECT * FROM member;
  UPDATE shown SET name = 'none';
  DROP VIEW shown;
END//
DELIMITER ;
CALL through_a_view();
DROP PROCEDURE through_a_view;
