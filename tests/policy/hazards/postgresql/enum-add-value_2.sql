-- expect: enum-add-value
ALTER TYPE public."Mood" ADD VALUE 'Fine' AFTER 'Ok';
ALTER TABLE people ALTER COLUMN mood SET DEFAULT 'Fine';
