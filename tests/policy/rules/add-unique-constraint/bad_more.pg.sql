ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
ALTER TABLE users ADD UNIQUE (tenant, phone);
ALTER TABLE users ADD COLUMN nickname text UNIQUE;
