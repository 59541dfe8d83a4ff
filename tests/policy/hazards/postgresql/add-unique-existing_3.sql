-- expect: add-unique-existing
ALTER TABLE "Users" ADD CONSTRAINT "Users_email_key" UNIQUE ("Email");
