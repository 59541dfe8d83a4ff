CREATE TABLE plans (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO plans (id, name) VALUES (1, 'free');
UPDATE public.plans SET name = 'Free' WHERE id = 1;
