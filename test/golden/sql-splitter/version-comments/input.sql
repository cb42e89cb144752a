/*!50003 SELECT '*/;' /* inner; */, 1 -- until the line's end */ ;
*/;
/*!80000 it's; not read by this server */ SELECT 1;
/*!40000 ALTER TABLE t DISABLE KEYS; */;
/*!50000 SELECT */ /*!50001 2 */; /*M!100100 SELECT 3 */;
SELECT 4
