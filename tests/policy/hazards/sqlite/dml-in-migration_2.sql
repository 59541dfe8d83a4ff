-- expect: dml-in-migration
DELETE FROM "Orders" WHERE "State" = 'gone';
