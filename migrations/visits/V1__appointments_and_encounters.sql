-- Visits: what was planned (appointments), what took place (encounters) and what came of it (prescriptions).
-- Times are UTC. Patients, practitioners and facilities are in the registry, perhaps one day on another server, so their ids
-- are kept without foreign keys.

ALTER DATABASE CHARACTER SET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE appointments (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  patient_id BIGINT UNSIGNED NOT NULL COMMENT 'registry: patients.id',
  practitioner_id BIGINT UNSIGNED NOT NULL COMMENT 'registry: practitioners.id',
  facility_id INT UNSIGNED NOT NULL COMMENT 'registry: facilities.id',
  channel ENUM('video', 'phone', 'on-site') NOT NULL DEFAULT 'video',
  starts_at DATETIME NOT NULL,
  ends_at DATETIME NOT NULL,
  reason VARCHAR(500) NULL COMMENT 'In the patient''s own words',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY uk_appointments_slot (practitioner_id, starts_at),
  KEY ix_appointments_patient (patient_id, starts_at),
  KEY ix_appointments_facility (facility_id, starts_at),
  CONSTRAINT ck_appointments_period CHECK (ends_at > starts_at)
) ENGINE = InnoDB;

CREATE TABLE encounters (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  appointment_id BIGINT UNSIGNED NULL COMMENT 'Null: the patient came without one',
  patient_id BIGINT UNSIGNED NOT NULL COMMENT 'registry: patients.id',
  practitioner_id BIGINT UNSIGNED NOT NULL COMMENT 'registry: practitioners.id',
  started_at DATETIME(3) NOT NULL,
  ended_at DATETIME(3) NULL,
  notes MEDIUMTEXT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_encounters_appointment (appointment_id),
  KEY ix_encounters_patient (patient_id, started_at),
  CONSTRAINT fk_encounters_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id)
) ENGINE = InnoDB;
