-- expect: dml-without-where
DELETE FROM orders WHERE id IS NOT NULL OR id IS NULL;
