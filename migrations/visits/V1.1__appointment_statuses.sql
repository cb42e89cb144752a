CREATE TABLE appointment_statuses (
  code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  label VARCHAR(60) NOT NULL,
  is_final BOOLEAN NOT NULL COMMENT 'No other status can follow',
  PRIMARY KEY (code)
) ENGINE = InnoDB COMMENT = 'Reference data: kept by migrations, not by the application';

INSERT INTO appointment_statuses (code, label, is_final) VALUES
  ('booked', 'Booked', FALSE),
  ('confirmed', 'Confirmed', FALSE),
  ('checked-in', 'In the waiting room', FALSE),
  ('fulfilled', 'Took place', TRUE),
  ('cancelled', 'Cancelled', TRUE),
  ('missed', 'Patient did not come', TRUE);

ALTER TABLE appointments
  ADD COLUMN status_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'booked' AFTER channel,
  ADD KEY ix_appointments_status (status_code, ends_at),
  ADD CONSTRAINT fk_appointments_status FOREIGN KEY (status_code) REFERENCES appointment_statuses (code);
