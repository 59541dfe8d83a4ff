-- expect: validate-same-transaction
BEGIN;
ALTER TABLE "Orders" ADD CONSTRAINT "C" CHECK ("Total" > 0) NOT VALID;
SELECT 1;
ALTER TABLE "Orders" VALIDATE CONSTRAINT "C";
COMMIT;
