ALTER TABLE users DROP CONSTRAINT users_email_key;
ALTER TABLE rooms DROP CONSTRAINT no_overlap;
ALTER TABLE users DROP CONSTRAINT users_phone_key, ADD CONSTRAINT users_phone_key UNIQUE USING INDEX users_phone_new;
