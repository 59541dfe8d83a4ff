CREATE TABLE newsletters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    sent_at timestamptz,
    author text
);
CREATE INDEX newsletters_sent_at ON newsletters (sent_at);
CREATE UNIQUE INDEX newsletters_topic ON newsletters (lower(topic));
CREATE INDEX newsletters_unsent ON newsletters (id) WHERE sent_at IS NULL;
