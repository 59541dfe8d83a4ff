DROP TABLE orders;
DROP TABLE IF EXISTS audit.entries;
CREATE TABLE "Users" (id bigint);
DROP TABLE users;
CREATE TABLE audit.users (id bigint);
DROP TABLE public.users;
