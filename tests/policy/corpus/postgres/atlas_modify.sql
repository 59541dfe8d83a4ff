-- Modify "users" table
ALTER TABLE "public"."users" DROP COLUMN "tags", ADD COLUMN "email" character varying(320) NOT NULL DEFAULT '', ALTER COLUMN "name" TYPE text, ADD CONSTRAINT "email_shape" CHECK ((email)::text ~ '@'::text) NOT VALID;
-- Set comment to table: "users"
COMMENT ON TABLE "public"."users" IS 'people; with accounts';
