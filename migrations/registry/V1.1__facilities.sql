CREATE TABLE facilities (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Short name used on letters and invoices',
  name VARCHAR(200) NOT NULL,
  kind ENUM('clinic', 'hospital', 'pharmacy', 'virtual') NOT NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '${default_time_zone}' COMMENT 'IANA name',
  PRIMARY KEY (id),
  UNIQUE KEY uk_facilities_code (code)
) ENGINE = InnoDB COMMENT = 'Where care is given; the virtual one stands for video and phone';

CREATE TABLE practitioner_facilities (
  practitioner_id BIGINT UNSIGNED NOT NULL,
  facility_id INT UNSIGNED NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE NULL COMMENT 'First day on which it no longer holds',
  PRIMARY KEY (practitioner_id, facility_id, valid_from),
  KEY ix_practitioner_facilities_facility (facility_id, valid_from),
  CONSTRAINT fk_practitioner_facilities_practitioner FOREIGN KEY (practitioner_id) REFERENCES practitioners (id),
  CONSTRAINT fk_practitioner_facilities_facility FOREIGN KEY (facility_id) REFERENCES facilities (id),
  CONSTRAINT ck_practitioner_facilities_period CHECK (valid_to > valid_from)
) ENGINE = InnoDB COMMENT = 'Who works where, and when';

-- Every visit has a facility: those by video and phone have this one.
INSERT INTO facilities (code, name, kind) VALUES ('VIRTUAL', 'Video and phone', 'virtual');
