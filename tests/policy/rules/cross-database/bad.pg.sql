CREATE TABLE audit.events (id bigint PRIMARY KEY);
