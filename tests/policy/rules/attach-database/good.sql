CREATE TABLE archived_orders (id integer PRIMARY KEY, total integer);
