CREATE TABLE deliveries (
  id bigint PRIMARY KEY,
  the_city_of_the_customers_preferred_delivery_address_in_the_year_2024 text,
  the_city_of_the_customers_preferred_delivery_address_in_the_year_2025 text
);
CREATE TABLE returns (
  id bigint PRIMARY KEY,
  the_city_of_the_customers_preferred_delivery_address_in_the_year_2025 text
);
CREATE INDEX IF NOT EXISTS index_deliveries_on_the_customers_delivery_address_city_and_day_of_ ON deliveries (id);
CREATE INDEX IF NOT EXISTS index_deliveries_on_the_customers_delivery_address_city_and_day_of_time ON deliveries (id);
ALTER TABLE deliveries ADD CONSTRAINT "Überprüfung, dass alle Straßennamen groß geschrieben sind, überall" CHECK (id > 0);
