-- expect: create-index-not-concurrent
CREATE INDEX orders_note ON orders (note);
