-- expect: drop-partition
ALTER TABLE readings DROP PARTITION p2019;
