-- atlas:nolint DS103

-- expect: suppression-added
ALTER TABLE orders DROP COLUMN x;
