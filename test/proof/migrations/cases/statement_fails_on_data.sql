-- proof: fails
UPDATE customer SET points = 1;
ALTER TABLE duplicated ADD UNIQUE KEY code (code);
