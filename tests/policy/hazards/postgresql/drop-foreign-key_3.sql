-- expect: drop-foreign-key
ALTER TABLE "Orders" ADD COLUMN x text, DROP CONSTRAINT "Orders_customer_fk";
