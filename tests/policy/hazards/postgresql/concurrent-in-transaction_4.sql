-- expect: concurrent-in-transaction
VACUUM orders;
SELECT 1;
