CREATE TABLE scratch AS SELECT id FROM users;
CREATE TABLE ids (id integer PRIMARY KEY);
INSERT INTO ids SELECT id FROM scratch;
DROP TABLE scratch;
