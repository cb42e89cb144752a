SELECT log_and_return(5);
UPDATE team SET name = log_and_return(id);
SELECT twice(log_and_return(6)) INTO @x;
INSERT INTO proof_other.plain SELECT log_and_return(id) + 500, 'f' FROM team;
