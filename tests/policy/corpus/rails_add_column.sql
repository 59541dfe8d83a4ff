ALTER TABLE "articles" ADD "views" integer DEFAULT 0 NOT NULL;
ALTER TABLE "articles" ADD "subtitle" varchar(80);
