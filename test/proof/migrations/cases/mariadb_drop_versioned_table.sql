-- proof: mariadb
DROP TABLE versioned;
CREATE TABLE versioned (id INT);
