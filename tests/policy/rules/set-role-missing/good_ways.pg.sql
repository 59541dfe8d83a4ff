CREATE EXTENSION IF NOT EXISTS citext;
CREATE TEMP TABLE scratch (id bigint);
INSERT INTO plans (id) VALUES (1);
SET LOCAL ROLE app_owner;
ALTER TABLE users ADD COLUMN nickname text;
