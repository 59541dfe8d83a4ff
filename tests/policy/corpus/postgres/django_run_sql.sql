UPDATE "accounts_profile" SET "plan" = 'free' WHERE "plan" IS NULL;
ALTER TABLE "accounts_profile" ALTER COLUMN "plan" SET DEFAULT 'free', ALTER COLUMN "plan" SET NOT NULL;
ALTER TABLE "accounts_profile" RENAME COLUMN "nick" TO "nickname";
