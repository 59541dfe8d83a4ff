-- expect: attach-partition-scan
ALTER TABLE regions ATTACH PARTITION north FOR VALUES IN ('n', 'nw');
