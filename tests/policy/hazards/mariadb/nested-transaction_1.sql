-- expect: nested-transaction
START TRANSACTION;
UPDATE orders SET x = 1 WHERE id = 2;
COMMIT;
