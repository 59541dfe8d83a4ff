-- expect: volatile-check
CREATE TABLE tickets (id bigint PRIMARY KEY, at timestamptz CHECK (random() > 0.5));
