-- expect: change-default-compat
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';
