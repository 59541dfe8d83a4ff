UPDATE people SET feels = 'ok' WHERE feels = 'sad';
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('ok', 'happy');
ALTER TABLE people ALTER COLUMN feels TYPE mood USING feels::text::mood;
DROP TYPE mood_old;
