CREATE TABLE copy AS SELECT evil(id) FROM users;
