ALTER TABLE users ADD COLUMN token text;
CREATE UNIQUE INDEX users_token ON users (token);
CREATE UNIQUE INDEX users_email_tenant ON users (tenant, email);
