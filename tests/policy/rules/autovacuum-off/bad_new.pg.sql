CREATE TABLE events (id bigint PRIMARY KEY) WITH (autovacuum_enabled = 'off');
