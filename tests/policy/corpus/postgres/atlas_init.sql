-- Create "users" table
CREATE TABLE "public"."users" ("id" bigint NOT NULL, "name" character varying(255) NOT NULL, "tags" text[] NULL, PRIMARY KEY ("id"));
-- Create "posts" table
CREATE TABLE "public"."posts" ("id" bigserial NOT NULL, "author_id" bigint NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "author_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- Create index "posts_author" to table: "posts"
CREATE INDEX "posts_author" ON "public"."posts" ("author_id");
