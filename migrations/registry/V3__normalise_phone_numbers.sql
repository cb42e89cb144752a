-- Phone numbers were typed as people write them: keep digits and a leading +. There can be millions of patients, so this goes
-- in batches that are committed one by one, outside a transaction (see the .conf file), and can be run again if it is stopped.

DROP PROCEDURE IF EXISTS normalise_phone_numbers;

DELIMITER //

CREATE PROCEDURE normalise_phone_numbers(IN batch_size INT UNSIGNED)
BEGIN
  DECLARE first_id, last_id BIGINT UNSIGNED;

  SELECT MIN(id), MAX(id) INTO first_id, last_id FROM patients;
  WHILE first_id <= last_id DO
    UPDATE patients
    SET phone = NULLIF(REGEXP_REPLACE(phone, '[^0-9+]', ''), '')
    WHERE id >= first_id AND id < first_id + batch_size AND phone REGEXP '[^0-9+]';
    COMMIT;
    SET first_id = first_id + batch_size;
  END WHILE;
END //

DELIMITER ;

CALL normalise_phone_numbers(5000);

DROP PROCEDURE normalise_phone_numbers;

ALTER TABLE patients ADD KEY ix_patients_phone (phone);
