CREATE TABLE "UserAccounts" (id bigint PRIMARY KEY);
