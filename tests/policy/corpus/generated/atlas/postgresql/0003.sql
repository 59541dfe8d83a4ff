-- Modify "account" table
ALTER TABLE "account" DROP CONSTRAINT "account_email_at", DROP CONSTRAINT "account_email", ALTER COLUMN "email" TYPE character varying(60), ALTER COLUMN "state" DROP NOT NULL, ALTER COLUMN "state" DROP DEFAULT, ALTER COLUMN "note" DROP NOT NULL, DROP COLUMN "legacy", DROP COLUMN "token";
-- Drop index "invoice_account_paid" from table: "invoice"
DROP INDEX "invoice_account_paid";
-- Drop index "invoice_issued" from table: "invoice"
DROP INDEX "invoice_issued";
-- Modify "invoice" table
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_account", ALTER COLUMN "account_id" DROP NOT NULL, ALTER COLUMN "total" TYPE numeric(12,4), ALTER COLUMN "issued" TYPE timestamptz, ALTER COLUMN "paid" SET DEFAULT true, ADD COLUMN "cents" bigint NULL GENERATED ALWAYS AS (((total * (100)::numeric))::bigint) STORED;
-- Create index "invoice_account_issued" to table: "invoice"
CREATE UNIQUE INDEX "invoice_account_issued" ON "invoice" ("account_id", "issued");
-- Drop "payment" table
DROP TABLE "payment";
