-- expect: add-unique-existing
CREATE UNIQUE INDEX u ON users (a, b) WHERE a IS NOT NULL;
