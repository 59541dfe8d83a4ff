ALTER TABLE users ALTER COLUMN id TYPE text USING public.lower(id::text);
