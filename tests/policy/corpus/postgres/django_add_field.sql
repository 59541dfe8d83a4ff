--
-- Add field rating to book
--
ALTER TABLE "library_book" ADD COLUMN "rating" integer DEFAULT 0 NOT NULL CHECK ("rating" >= 0);
ALTER TABLE "library_book" ALTER COLUMN "rating" DROP DEFAULT;
--
-- Alter field title on book
--
ALTER TABLE "library_book" ALTER COLUMN "title" TYPE text;
