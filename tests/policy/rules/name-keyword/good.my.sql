CREATE TABLE orders (id integer PRIMARY KEY, placed_on text);
