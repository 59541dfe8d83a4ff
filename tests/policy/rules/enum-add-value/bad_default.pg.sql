ALTER TYPE mood ADD VALUE 'it''s fine';
ALTER TABLE people ALTER COLUMN mood SET DEFAULT 'it''s fine';
