ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_german1_ci;
CREATE TABLE takes_the_default (t VARCHAR(10));
ALTER DATABASE proof_other COLLATE utf8mb4_bin;
