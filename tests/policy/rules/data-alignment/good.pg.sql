CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL, amount bigint NOT NULL, seen boolean NOT NULL, gone boolean NOT NULL);
