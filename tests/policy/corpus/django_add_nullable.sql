ALTER TABLE "polls_question" ADD COLUMN "slug" varchar(50) NULL;
CREATE INDEX "polls_question_slug_idx" ON "polls_question" ("slug");
