-- atlas:nolint DS102

-- expect: suppression-added
DROP TABLE orders;
