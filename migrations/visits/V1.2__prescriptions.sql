CREATE TABLE prescriptions (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  encounter_id BIGINT UNSIGNED NOT NULL,
  issued_at DATETIME(3) NOT NULL,
  dispensed_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY ix_prescriptions_encounter (encounter_id),
  CONSTRAINT fk_prescriptions_encounter FOREIGN KEY (encounter_id) REFERENCES encounters (id)
) ENGINE = InnoDB;

CREATE TABLE prescription_items (
  prescription_id BIGINT UNSIGNED NOT NULL,
  position TINYINT UNSIGNED NOT NULL,
  medication VARCHAR(200) NOT NULL,
  dose VARCHAR(100) NOT NULL COMMENT 'Such as "1 tablet, 3 times a day; with food"',
  quantity DECIMAL(8, 2) NOT NULL,
  unit VARCHAR(20) NOT NULL,
  PRIMARY KEY (prescription_id, position),
  CONSTRAINT fk_prescription_items_prescription FOREIGN KEY (prescription_id) REFERENCES prescriptions (id) ON DELETE CASCADE,
  CONSTRAINT ck_prescription_items_quantity CHECK (quantity > 0)
) ENGINE = InnoDB;
