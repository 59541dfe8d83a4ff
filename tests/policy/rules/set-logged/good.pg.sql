CREATE UNLOGGED TABLE events_scratch (id bigint PRIMARY KEY, payload jsonb);
