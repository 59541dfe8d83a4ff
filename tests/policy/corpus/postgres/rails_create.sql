CREATE EXTENSION IF NOT EXISTS "pgcrypto";
CREATE TABLE "accounts" ("id" uuid DEFAULT gen_random_uuid() NOT NULL PRIMARY KEY, "subdomain" character varying NOT NULL, "settings" jsonb DEFAULT '{}'::jsonb NOT NULL, "tags" text[] DEFAULT '{}', "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL);
CREATE UNIQUE INDEX "index_accounts_on_subdomain" ON "accounts" ("subdomain");
CREATE INDEX "index_accounts_on_settings" ON "accounts" USING gin ("settings");
CREATE TABLE "users" ("id" bigserial primary key, "account_id" uuid, "email" citext DEFAULT '' NOT NULL, "sign_in_count" integer DEFAULT 0 NOT NULL, CONSTRAINT "fk_rails_61ac11da2b" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id"));
