CREATE TYPE mood_new AS ENUM ('ok', 'happy');
ALTER TYPE mood RENAME TO mood_old;
ALTER TYPE mood_new RENAME TO mood;
ALTER SEQUENCE ticket_numbers AS bigint;
