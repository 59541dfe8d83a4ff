ALTER TABLE users ADD COLUMN number bigint;
CREATE SEQUENCE users_number_seq OWNED BY users.number;
ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');
