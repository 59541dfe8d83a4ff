-- Add value to enum type: "account_state"
ALTER TYPE "account_state" ADD VALUE 'closed';
-- Modify "account" table
ALTER TABLE "account" ADD CONSTRAINT "account_email_at" CHECK ((email)::text ~~ '%@%'::text), ALTER COLUMN "email" TYPE character varying(160), ALTER COLUMN "note" SET NOT NULL, ADD COLUMN "created" timestamptz NOT NULL DEFAULT now(), ADD COLUMN "token" uuid NULL DEFAULT gen_random_uuid(), ADD CONSTRAINT "account_email" UNIQUE ("email");
-- Modify "invoice" table
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_account", ALTER COLUMN "total" TYPE numeric(10,2), ADD COLUMN "paid" boolean NOT NULL DEFAULT false, ADD CONSTRAINT "invoice_account" FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- Create index "invoice_account_paid" to table: "invoice"
CREATE INDEX "invoice_account_paid" ON "invoice" ("account_id", "paid");
-- Create "payment" table
CREATE TABLE "payment" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "invoice_id" bigint NULL, "amount" numeric(10,2) NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "payment_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "payment_amount_check" CHECK (amount > (0)::numeric));
-- Create index "payment_invoice" to table: "payment"
CREATE INDEX "payment_invoice" ON "payment" ("invoice_id");
