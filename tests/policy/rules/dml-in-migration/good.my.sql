CREATE TABLE plans (id bigint PRIMARY KEY, name varchar(40) NOT NULL);
INSERT INTO plans (id, name) VALUES (1, 'free');
UPDATE plans SET name = 'Free' WHERE id = 1;
