CREATE TABLE orders (id integer PRIMARY KEY, city varchar(80), KEY index_orders_on_the_customers_delivery_address_city_and_delivery_day (city));
