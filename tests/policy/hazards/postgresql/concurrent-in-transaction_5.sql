-- expect: concurrent-in-transaction
ALTER TABLE clicks DETACH PARTITION clicks_2019 CONCURRENTLY;
SELECT 1;
