UPDATE proof_doomed.a SET t = 'last';
DROP DATABASE proof_doomed;
CREATE DATABASE proof_doomed CHARACTER SET utf8mb4;
CREATE TABLE proof_doomed.a (other INT);
