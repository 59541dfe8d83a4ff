SET statement_timeout = '30s';
ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
