-- expect: drop-partition
ALTER TABLE clicks DETACH PARTITION clicks_2019;
DROP TABLE clicks_2019;
