DROP PROCEDURE IF EXISTS mark_missed_appointments;

DELIMITER //

CREATE PROCEDURE mark_missed_appointments()
  SQL SECURITY INVOKER
  COMMENT 'Run by the scheduler every few minutes'
BEGIN
  UPDATE appointments a
  LEFT JOIN encounters e ON e.appointment_id = a.id
  SET a.status_code = 'missed'
  WHERE a.status_code IN ('booked', 'confirmed')
    AND a.ends_at < UTC_TIMESTAMP() - INTERVAL ${grace_minutes} MINUTE
    AND e.id IS NULL;
END //

DELIMITER ;
