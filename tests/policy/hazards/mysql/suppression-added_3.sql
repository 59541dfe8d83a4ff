-- atlas:nolint

-- expect: suppression-added
ALTER TABLE orders DROP COLUMN x;
