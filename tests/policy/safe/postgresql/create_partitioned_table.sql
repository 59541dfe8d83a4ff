CREATE TABLE clicks (
    id bigint GENERATED ALWAYS AS IDENTITY,
    happened_at timestamptz NOT NULL,
    url text NOT NULL,
    PRIMARY KEY (id, happened_at)
) PARTITION BY RANGE (happened_at);
CREATE TABLE clicks_2026 PARTITION OF clicks FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE clicks_2027 PARTITION OF clicks FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE INDEX clicks_url ON clicks (url);
