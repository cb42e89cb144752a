-- proof: fails
DROP TABLE item_note, nothing_of_the_name, by_hash;
