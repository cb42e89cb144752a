-- The registry knows who takes part in care and where: patients, practitioners and, from the next script on, facilities.

-- The server's own default differs from version to version; tables and columns without a character set take this one.
ALTER DATABASE CHARACTER SET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE patients (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  public_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'UUID; the only id that leaves the platform',
  family_name VARCHAR(100) NOT NULL,
  given_name VARCHAR(100) NOT NULL,
  birth_date DATE NOT NULL,
  email VARCHAR(254) NULL,
  phone VARCHAR(32) NULL,
  preferred_language CHAR(5) CHARACTER SET ascii NOT NULL DEFAULT '${default_language}' COMMENT 'BCP 47, such as en or fr-CA',
  time_zone VARCHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '${default_time_zone}' COMMENT 'IANA name',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY uk_patients_public_id (public_id),
  KEY ix_patients_name (family_name, given_name, birth_date)
) ENGINE = InnoDB COMMENT = 'People who receive care';

CREATE TABLE practitioners (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  license_number VARCHAR(40) NOT NULL,
  family_name VARCHAR(100) NOT NULL,
  given_name VARCHAR(100) NOT NULL,
  email VARCHAR(254) NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'False: can no longer be booked',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY uk_practitioners_license_number (license_number),
  UNIQUE KEY uk_practitioners_email (email)
) ENGINE = InnoDB COMMENT = 'People who give care';
