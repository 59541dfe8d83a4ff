DROP INDEX IF EXISTS payments_at;
CREATE INDEX payments_at ON payments (at, id);
