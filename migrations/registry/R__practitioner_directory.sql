-- Who can be booked, and for what.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW practitioner_directory AS
SELECT
  p.id AS practitioner_id,
  p.family_name,
  p.given_name,
  GROUP_CONCAT(s.name ORDER BY s.name SEPARATOR ', ') AS specialties,
  COALESCE(MAX(s.needs_referral), 0) AS needs_referral
FROM practitioners p
LEFT JOIN practitioner_specialties ps ON ps.practitioner_id = p.id
LEFT JOIN specialties s ON s.code = ps.specialty_code
WHERE p.active
GROUP BY p.id, p.family_name, p.given_name;
