ALTER TABLE users MODIFY nickname varchar(20);
ALTER TABLE users MODIFY points smallint;
