CREATE TABLE orders (id bigint PRIMARY KEY, city text, day date, CONSTRAINT index_orders_on_the_customers_delivery_address_city_and_delivery_day UNIQUE (city, day));
