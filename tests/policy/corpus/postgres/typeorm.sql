CREATE TABLE "photo" ("id" uuid NOT NULL DEFAULT uuid_generate_v4(), "views" integer NOT NULL DEFAULT '0', "isPublished" boolean NOT NULL, "meta" jsonb, CONSTRAINT "PK_723fa50bf70dcfd06fb5a44d4ff" PRIMARY KEY ("id"));
ALTER TABLE "photo" ADD "userId" uuid;
ALTER TABLE "photo" ADD CONSTRAINT "FK_4494006ff358f754d07df5ccc87" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE NO ACTION;
ALTER TABLE "photo" ALTER COLUMN "views" SET DEFAULT '1';
DROP INDEX "public"."IDX_4494006ff3";
