CREATE TYPE "order_state" AS ENUM ('draft', 'paid', 'shipped');
ALTER TYPE "order_state" ADD VALUE IF NOT EXISTS 'refunded' AFTER 'paid';
ALTER TABLE "orders" ADD "state" order_state DEFAULT 'draft' NOT NULL;
ALTER TABLE "orders" ADD CONSTRAINT "fk_rails_f868b47f6a" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE NOT VALID;
ALTER TABLE "orders" VALIDATE CONSTRAINT "fk_rails_f868b47f6a";
COMMENT ON COLUMN "orders"."state" IS 'where it stands';
