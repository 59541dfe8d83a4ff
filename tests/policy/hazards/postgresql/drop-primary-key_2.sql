-- expect: drop-primary-key
ALTER TABLE public."Orders" DROP CONSTRAINT "Orders_pkey";
