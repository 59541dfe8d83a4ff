CREATE TABLE plans (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO plans (id, name) VALUES (1, 'free');
UPDATE plans SET name = 'Free';
INSERT INTO plans (id, name) SELECT id, email FROM users;
ALTER TABLE plans ADD COLUMN price integer;
UPDATE plans SET price = 0;
