-- expect: drop-partition
ALTER TABLE readings TRUNCATE PARTITION ALL;
