-- expect: dml-without-where
DELETE o FROM orders o;
