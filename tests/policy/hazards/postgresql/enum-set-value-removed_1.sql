-- expect: enum-set-value-removed
CREATE TYPE mood_new AS ENUM ('good', 'bad');
ALTER TABLE people ALTER COLUMN mood TYPE mood_new USING mood::text::mood_new;
DROP TYPE mood;
ALTER TYPE mood_new RENAME TO mood;
