CREATE DOMAIN positive AS int CHECK (value > 0);
ALTER TABLE orders ADD COLUMN rebate positive;
ALTER TABLE orders ALTER COLUMN total TYPE positive;
