-- Tables that an application writes to. `v` is what it writes; `old` is what only the migrations before knew.
CREATE TABLE account (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, old VARCHAR(20) DEFAULT 'none', state INT NOT NULL DEFAULT 0);
CREATE TABLE entry (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, account_id INT NOT NULL, v INT NOT NULL, CONSTRAINT entry_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE);
CREATE TABLE mark (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, entry_id INT NOT NULL, v INT NOT NULL, CONSTRAINT mark_entry FOREIGN KEY (entry_id) REFERENCES entry (id) ON DELETE CASCADE);
CREATE TABLE rewritten (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, touched INT NOT NULL DEFAULT 0);
CREATE TABLE narrowed (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, note VARCHAR(100) DEFAULT 'a note', KEY note (note));
CREATE TABLE corrected (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, fixed INT NOT NULL DEFAULT 0);
CREATE TABLE large (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, touched INT DEFAULT 0, note VARCHAR(40) NOT NULL DEFAULT 'a note', KEY touched (touched), UNIQUE KEY both_of (v, id)) COMMENT 'goes back by exchange';
CREATE TABLE extended (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL);
CREATE TABLE truncated (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL);
CREATE TABLE dropped (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL);
CREATE TABLE observed (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL, other INT NOT NULL DEFAULT 0);
CREATE TABLE trail (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, what VARCHAR(50));
CREATE TRIGGER observed_updated AFTER UPDATE ON observed FOR EACH ROW INSERT INTO trail (what) VALUES (CONCAT(OLD.v, ' to ', NEW.v));
CREATE TRIGGER observed_inserted BEFORE INSERT ON observed FOR EACH ROW INSERT INTO trail (what) VALUES (CONCAT('nothing to ', NEW.v));
CREATE TABLE untouched (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL);

INSERT INTO untouched (v) VALUES (1), (2), (3), (4), (5), (6), (7), (8);
INSERT INTO untouched (v) SELECT v + 8 FROM untouched;
INSERT INTO untouched (v) SELECT v + 16 FROM untouched;
INSERT INTO untouched (v) SELECT v + 32 FROM untouched;
INSERT INTO untouched (v) SELECT v + 64 FROM untouched;
INSERT INTO untouched (v) SELECT v + 128 FROM untouched;
INSERT INTO account (id, v, old) SELECT v, v, CONCAT('old ', v) FROM untouched;
INSERT INTO entry (id, account_id, v) SELECT v, v, v FROM untouched;
INSERT INTO entry (account_id, v) SELECT v, v FROM untouched;
INSERT INTO mark (entry_id, v) SELECT id, v FROM entry;
-- Three are large enough to go back piece by piece.
INSERT INTO rewritten (v) SELECT a.v FROM untouched a JOIN untouched b ON b.v <= 20;
INSERT INTO narrowed (v) SELECT v FROM rewritten;
INSERT INTO corrected (v) SELECT v FROM rewritten;
INSERT INTO large (v) SELECT r.v FROM rewritten r JOIN untouched u ON u.v <= 11;
INSERT INTO extended (id, v) SELECT v, v FROM untouched;
INSERT INTO truncated (id, v) SELECT v, v FROM untouched;
INSERT INTO dropped (id, v) SELECT v, v FROM untouched;
INSERT INTO observed (id, v) SELECT v, v FROM untouched;
