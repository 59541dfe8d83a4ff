CREATE TABLE notes (id bigint PRIMARY KEY);
GRANT SELECT ON notes TO reporting;
