-- expect: concurrent-in-transaction
BEGIN;
DROP INDEX CONCURRENTLY public.orders_note;
COMMIT;
