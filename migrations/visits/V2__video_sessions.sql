CREATE TABLE video_sessions (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  appointment_id BIGINT UNSIGNED NOT NULL,
  room_key_hash BINARY(32) NOT NULL COMMENT 'SHA-256; the key itself is never stored',
  opened_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  closed_at DATETIME(3) NULL,
  quality JSON NULL COMMENT 'Round-trip times and packet loss, by participant',
  PRIMARY KEY (id),
  UNIQUE KEY uk_video_sessions_room_key_hash (room_key_hash),
  KEY ix_video_sessions_appointment (appointment_id),
  CONSTRAINT fk_video_sessions_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id) ON DELETE CASCADE
) ENGINE = InnoDB;
