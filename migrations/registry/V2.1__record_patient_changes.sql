CREATE TABLE patient_changes (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  patient_id BIGINT UNSIGNED NOT NULL,
  changed_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  changed_by VARCHAR(320) NOT NULL COMMENT 'Account of the database session',
  old_email VARCHAR(254) NULL,
  new_email VARCHAR(254) NULL,
  old_phone VARCHAR(32) NULL,
  new_phone VARCHAR(32) NULL,
  PRIMARY KEY (id),
  KEY ix_patient_changes_patient (patient_id, changed_at),
  CONSTRAINT fk_patient_changes_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
) ENGINE = InnoDB COMMENT = 'Who changed how a patient is reached; written by a trigger';

DELIMITER $$

CREATE TRIGGER patients_after_update AFTER UPDATE ON patients FOR EACH ROW
BEGIN
  IF NOT (OLD.email <=> NEW.email AND OLD.phone <=> NEW.phone) THEN
    INSERT INTO patient_changes (patient_id, changed_by, old_email, new_email, old_phone, new_phone)
    VALUES (NEW.id, USER(), OLD.email, NEW.email, OLD.phone, NEW.phone);
  END IF;
END $$

DELIMITER ;
