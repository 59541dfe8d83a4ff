-- expect: attach-partition-scan
ALTER TABLE clicks ATTACH PARTITION clicks_2019 FOR VALUES FROM ('2019-01-01') TO ('2020-01-01');
