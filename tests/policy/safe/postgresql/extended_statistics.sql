CREATE STATISTICS orders_city_zip (dependencies) ON city, zip FROM addresses;
