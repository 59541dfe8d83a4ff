-- expect: my-partitioning
ALTER TABLE orders PARTITION BY HASH (id) PARTITIONS 4;
