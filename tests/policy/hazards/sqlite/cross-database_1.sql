-- expect: cross-database
CREATE TABLE other.orders (id INTEGER PRIMARY KEY);
