ALTER TABLE unnamed_reference DROP FOREIGN KEY unnamed_reference_ibfk_1;
DROP TABLE unnamed_reference;
