-- expect: concurrent-in-transaction
REINDEX TABLE CONCURRENTLY orders;
SELECT 1;
