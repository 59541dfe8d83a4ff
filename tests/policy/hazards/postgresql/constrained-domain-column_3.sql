-- expect: constrained-domain-column
CREATE DOMAIN email AS text CONSTRAINT at_sign CHECK (VALUE ~ '@');
ALTER TABLE users ADD COLUMN x text, ADD COLUMN mail email;
