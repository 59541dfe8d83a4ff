CREATE TABLE "UserAccounts" (id integer PRIMARY KEY, "createdAt" text);
