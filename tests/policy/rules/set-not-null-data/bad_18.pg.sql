ALTER TABLE users ADD CONSTRAINT users_email_there NOT NULL email;
