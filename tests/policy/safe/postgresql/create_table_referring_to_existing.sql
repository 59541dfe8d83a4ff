SET lock_timeout = '2s';
CREATE TABLE wishes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id),
    wish text NOT NULL
);
CREATE INDEX wishes_user_id ON wishes (user_id);
