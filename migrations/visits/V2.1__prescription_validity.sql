ALTER TABLE prescriptions ADD COLUMN valid_until DATE NULL AFTER issued_at;

UPDATE prescriptions
SET valid_until = DATE(issued_at) + INTERVAL ${prescription_validity_days} DAY
WHERE valid_until IS NULL;

ALTER TABLE prescriptions
  MODIFY COLUMN valid_until DATE NOT NULL COMMENT 'Last day on which it is dispensed',
  ADD KEY ix_prescriptions_valid_until (valid_until),
  ADD CONSTRAINT ck_prescriptions_valid_until CHECK (valid_until >= DATE(issued_at));
