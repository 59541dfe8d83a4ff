CREATE TABLE events_new (id bigint PRIMARY KEY, payload jsonb) USING heap;
