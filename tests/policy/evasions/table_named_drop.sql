CREATE TABLE "drop" ("delete" integer);
