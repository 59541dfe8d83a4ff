-- expect: create-index-not-concurrent
CREATE UNIQUE INDEX ON orders (lower(note)) WHERE note IS NOT NULL;
