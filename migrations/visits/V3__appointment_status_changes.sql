CREATE TABLE appointment_status_changes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  appointment_id BIGINT UNSIGNED NOT NULL,
  old_status_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  new_status_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  changed_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY ix_appointment_status_changes_appointment (appointment_id, changed_at),
  CONSTRAINT fk_appointment_status_changes_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE
) ENGINE = InnoDB COMMENT = 'Written by a trigger';

DELIMITER $$

CREATE TRIGGER appointments_before_update BEFORE UPDATE ON appointments FOR EACH ROW
BEGIN
  IF NEW.status_code <> OLD.status_code THEN
    IF (SELECT is_final FROM appointment_statuses WHERE code = OLD.status_code) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The status of this appointment is final';
    END IF;
    INSERT INTO appointment_status_changes (appointment_id, old_status_code, new_status_code)
    VALUES (OLD.id, OLD.status_code, NEW.status_code);
  END IF;
END $$

DELIMITER ;
