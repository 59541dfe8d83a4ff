CREATE TABLE orders (id bigint PRIMARY KEY, city text, day date, CONSTRAINT orders_city_and_day UNIQUE (city, day));
