-- expect: dml-in-migration
WITH moved AS (DELETE FROM orders WHERE at < now() RETURNING *) INSERT INTO archive SELECT * FROM moved;
