-- expect: dml-without-where
DELETE FROM "Orders" WHERE 1 = 1;
