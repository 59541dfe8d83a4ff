ALTER TABLE plans ADD COLUMN price integer NOT NULL DEFAULT 0;
INSERT INTO plans (id, name) VALUES (3, 'team') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
UPDATE plans SET price = 5 WHERE id = 3;
