-- An index and a check have the names of their columns, and get new ones with them.
ALTER TABLE named_alike CHANGE pid wid INT;
ALTER TABLE named_alike RENAME INDEX pid TO wid;
ALTER TABLE named_alike RENAME COLUMN n TO m;
