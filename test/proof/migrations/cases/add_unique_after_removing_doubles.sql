DELETE d FROM duplicated d JOIN duplicated e ON e.code = d.code AND e.id < d.id;
ALTER TABLE duplicated ADD UNIQUE KEY code (code);
ALTER TABLE duplicated DROP COLUMN v;
