CREATE DOMAIN email AS text;
ALTER TABLE orders ADD COLUMN contact email;
