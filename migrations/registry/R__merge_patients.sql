-- Repeatable: it runs again whenever its text changes, after all versioned migrations.

DROP PROCEDURE IF EXISTS merge_patients;

DELIMITER //

CREATE PROCEDURE merge_patients(IN duplicate_id BIGINT UNSIGNED, IN kept_id BIGINT UNSIGNED)
  SQL SECURITY INVOKER
  COMMENT 'Marks a patient as a duplicate of another and moves what belongs to it'
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;

  IF duplicate_id = kept_id THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A patient cannot be merged into itself';
  END IF;

  START TRANSACTION;
  UPDATE consents SET patient_id = kept_id WHERE patient_id = duplicate_id;
  UPDATE patients SET merged_into_id = kept_id WHERE id = duplicate_id;
  IF ROW_COUNT() = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is no such patient, or it is merged already';
  END IF;
  COMMIT;
END //

DELIMITER ;
