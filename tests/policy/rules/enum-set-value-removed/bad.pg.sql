CREATE TYPE mood_new AS ENUM ('ok', 'happy');
ALTER TABLE people ALTER COLUMN feels TYPE mood_new USING feels::text::mood_new;
DROP TYPE mood;
ALTER TYPE mood_new RENAME TO mood;
