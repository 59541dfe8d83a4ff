-- expect: dml-without-where
DELETE FROM orders WHERE 1;
