CREATE INDEX users_email_active ON users (email, active);
