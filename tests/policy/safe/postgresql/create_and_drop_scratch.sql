CREATE TABLE scratch_ids (id bigint PRIMARY KEY);
INSERT INTO scratch_ids VALUES (1), (2);
DROP TABLE scratch_ids;
