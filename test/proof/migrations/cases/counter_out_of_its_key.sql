-- The counter leaves the primary key for another index, which changes its name and thus goes first on the way back.
ALTER TABLE duplicated ADD UNIQUE KEY by_counter (id, v), DROP PRIMARY KEY, ADD PRIMARY KEY (id, v);
ALTER TABLE duplicated RENAME COLUMN id TO number, DROP PRIMARY KEY, ADD PRIMARY KEY (v);
ALTER TABLE duplicated RENAME INDEX by_counter TO by_number;
