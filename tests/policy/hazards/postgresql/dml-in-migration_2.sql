-- expect: dml-in-migration
DELETE FROM public."Orders" WHERE "State" = 'gone';
