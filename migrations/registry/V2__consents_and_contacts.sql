CREATE TABLE consents (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  patient_id BIGINT UNSIGNED NOT NULL,
  purpose ENUM('treatment', 'recording', 'research', 'reminders') NOT NULL,
  given_at DATETIME(3) NOT NULL,
  withdrawn_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY ix_consents_patient (patient_id, purpose, given_at),
  CONSTRAINT fk_consents_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT ck_consents_period CHECK (withdrawn_at >= given_at)
) ENGINE = InnoDB COMMENT = 'Never changed but for withdrawn_at: a new consent is a new row';

CREATE TABLE emergency_contacts (
  patient_id BIGINT UNSIGNED NOT NULL,
  position TINYINT UNSIGNED NOT NULL COMMENT 'Whom to call first',
  name VARCHAR(200) NOT NULL,
  relationship VARCHAR(60) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  PRIMARY KEY (patient_id, position),
  CONSTRAINT fk_emergency_contacts_patient FOREIGN KEY (patient_id) REFERENCES patients (id) ON DELETE CASCADE
) ENGINE = InnoDB;

-- A patient that turned out to be a duplicate keeps its row and points to the one that goes on (see merge_patients).
ALTER TABLE patients
  ADD COLUMN merged_into_id BIGINT UNSIGNED NULL AFTER time_zone,
  ADD KEY ix_patients_merged_into (merged_into_id),
  ADD CONSTRAINT fk_patients_merged_into FOREIGN KEY (merged_into_id) REFERENCES patients (id);
