-- schemawarden:allow drop-table reason="ok"


CREATE TABLE a (id int);
DROP TABLE users;