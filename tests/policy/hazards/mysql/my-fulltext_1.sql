-- expect: my-fulltext
CREATE FULLTEXT INDEX f ON orders (note);
