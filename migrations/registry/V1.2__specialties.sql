CREATE TABLE specialties (
  code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(100) NOT NULL,
  needs_referral BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (code)
) ENGINE = InnoDB COMMENT = 'Reference data: kept by migrations, not by the application';

INSERT INTO specialties (code, name, needs_referral) VALUES
  ('audiology', 'Hearing and balance; Ménière''s disease', TRUE),
  ('cardiology', 'Cardiology', TRUE),
  ('dermatology', 'Dermatology', FALSE),
  ('general', 'General practice', FALSE),
  ('gynaecology', 'Gynaecology', FALSE),
  ('paediatrics', 'Paediatrics', FALSE),
  ('psychiatry', 'Psychiatry', TRUE);

CREATE TABLE practitioner_specialties (
  practitioner_id BIGINT UNSIGNED NOT NULL,
  specialty_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (practitioner_id, specialty_code),
  KEY ix_practitioner_specialties_specialty (specialty_code),
  CONSTRAINT fk_practitioner_specialties_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioners (id),
  CONSTRAINT fk_practitioner_specialties_specialty FOREIGN KEY (specialty_code) REFERENCES specialties (code)
) ENGINE = InnoDB;
