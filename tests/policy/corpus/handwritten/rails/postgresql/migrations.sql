-- rails db:migrate:up with the log as SQL
ALTER TABLE "users" ADD "name" character varying;
ALTER TABLE "users" ADD "admin" boolean DEFAULT FALSE NOT NULL;
CREATE INDEX "index_users_on_name" ON "users" ("name");
ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;
ALTER TABLE "users" RENAME COLUMN "admin" TO "is_admin";
ALTER TABLE "users" ADD "team_id" bigint;
CREATE INDEX "index_users_on_team_id" ON "users" ("team_id");
ALTER TABLE "users" ADD CONSTRAINT "fk_rails_b2bbf87303" FOREIGN KEY ("team_id") REFERENCES "teams" ("id");
ALTER TABLE "users" ADD CONSTRAINT "users_name_check" CHECK (length(name) > 1) NOT VALID;
ALTER TABLE "users" VALIDATE CONSTRAINT "users_name_check";
DROP INDEX "index_users_on_name";
ALTER TABLE "posts" ALTER COLUMN "body" TYPE text;
ALTER TABLE "posts" DROP COLUMN "legacy_id";
DROP TABLE "drafts" CASCADE;
