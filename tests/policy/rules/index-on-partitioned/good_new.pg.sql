CREATE TABLE readings (id bigint, at date) PARTITION BY RANGE (at);
CREATE INDEX readings_at ON readings (at);
