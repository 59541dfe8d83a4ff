-- atlas:nolint destructive

-- expect: suppression-added
DROP TABLE orders;
