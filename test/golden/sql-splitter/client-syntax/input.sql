USE shop
SELECT 1\G
SELECT 2 \g SELECT '\G ', "\\G", 3;
use `other shop` -- a comment
USE third; SELECT status, source FROM system
;
SELECT 4
