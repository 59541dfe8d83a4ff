CREATE TABLE drafts (id bigint PRIMARY KEY, body jsonb);
CREATE TEMP TABLE loaded (body json);
