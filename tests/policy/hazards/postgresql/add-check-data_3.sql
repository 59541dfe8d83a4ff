-- expect: add-check-data
ALTER TABLE orders ADD COLUMN x text, ADD CONSTRAINT c CHECK (total > 0 AND note <> '');
