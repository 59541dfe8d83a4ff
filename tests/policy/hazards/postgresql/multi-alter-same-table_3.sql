-- expect: multi-alter-same-table
ALTER TABLE "Orders" ADD COLUMN t uuid DEFAULT gen_random_uuid();
ALTER TABLE "Orders" ALTER COLUMN "A" TYPE text;
