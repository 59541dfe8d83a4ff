PRAGMA foreign_keys = OFF;
CREATE TABLE "new__polls_question" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "question_text" varchar(400) NOT NULL, "pub_date" datetime NOT NULL);
INSERT INTO "new__polls_question" ("id", "question_text", "pub_date") SELECT "id", "question_text", "pub_date" FROM "polls_question";
DROP TABLE "polls_question";
ALTER TABLE "new__polls_question" RENAME TO "polls_question";
PRAGMA foreign_keys = ON;
