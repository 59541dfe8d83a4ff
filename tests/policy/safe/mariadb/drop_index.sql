DROP INDEX IF EXISTS orders_unused ON orders;
