-- expect: dml-in-migration
UPDATE orders SET state = 'old' WHERE at < '2020-01-01';
