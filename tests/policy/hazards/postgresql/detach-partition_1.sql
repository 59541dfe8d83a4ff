-- expect: detach-partition
ALTER TABLE clicks DETACH PARTITION clicks_2019;
