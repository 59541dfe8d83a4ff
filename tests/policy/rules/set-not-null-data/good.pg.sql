ALTER TABLE users ADD CONSTRAINT users_email_there NOT NULL email NOT VALID;
CREATE TABLE notes (id bigint, body text);
ALTER TABLE notes ALTER COLUMN body SET NOT NULL;
