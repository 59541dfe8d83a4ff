-- expect: index-on-partitioned
CREATE TABLE clicks_2028 PARTITION OF clicks FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');
CREATE INDEX clicks_url ON clicks (url);
