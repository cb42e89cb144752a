# one; line
-- another; line
/* a block; of
   two lines */ SELECT 1; /* behind */ /*+ in front */ SELECT /*+ MAX_EXECUTION_TIME(1000) */ 2;
--no blank; at the start of a statement
SELECT 5--1, 6-- a comment;
, 7 # another; one
;
/* x /* y */ INSERT INTO t VALUES ('comments do not nest');
/*! INSERT INTO t VALUES ('without a version') */;
SELECT 1 /*/ not closed yet; */ + 2 /**/;
SELECT 'last' -- without a delimiter;
