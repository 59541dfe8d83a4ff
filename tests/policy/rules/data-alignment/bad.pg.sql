CREATE TABLE events (seen boolean NOT NULL, id bigint NOT NULL, gone boolean NOT NULL, at timestamptz NOT NULL, amount bigint NOT NULL);
