CREATE TABLE notes (id bigint);
ALTER TABLE notes ADD PRIMARY KEY (id);
