CREATE TABLE plans (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO plans (id, name) VALUES (1, 'free');
UPDATE plans SET name = 'Free' WHERE id = 1;
