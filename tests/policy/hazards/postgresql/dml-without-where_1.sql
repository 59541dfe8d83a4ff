-- expect: dml-without-where
DELETE FROM orders;
