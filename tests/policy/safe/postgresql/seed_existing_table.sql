INSERT INTO settings (name, value) VALUES ('theme', 'light') ON CONFLICT (name) DO NOTHING;
