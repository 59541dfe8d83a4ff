CREATE TABLE orders (id integer PRIMARY KEY, city varchar(80), KEY orders_city (city));
