-- What a front desk sees. It joins the registry's tables, so `registry` must be migrated first: it stands first in flyback.yml.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW appointment_schedule AS
SELECT
  a.id AS appointment_id,
  a.starts_at,
  a.ends_at,
  a.channel,
  st.label AS status,
  f.name AS facility,
  CONCAT(pr.given_name, ' ', pr.family_name) AS practitioner,
  CONCAT(pa.given_name, ' ', pa.family_name) AS patient,
  pa.time_zone AS patient_time_zone
FROM appointments a
JOIN appointment_statuses st ON st.code = a.status_code
JOIN ${registry_database}.facilities f ON f.id = a.facility_id
JOIN ${registry_database}.practitioners pr ON pr.id = a.practitioner_id
JOIN ${registry_database}.patients pa ON pa.id = a.patient_id;
