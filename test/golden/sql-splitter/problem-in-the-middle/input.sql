SELECT 1;
SELECT 2;
  source other.sql
SELECT 3;
