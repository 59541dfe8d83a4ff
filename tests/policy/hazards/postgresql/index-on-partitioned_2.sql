-- atlas:txmode none

-- expect: index-on-partitioned
ALTER TABLE clicks ATTACH PARTITION clicks_2028 DEFAULT;
CREATE INDEX CONCURRENTLY clicks_url ON clicks (url);
