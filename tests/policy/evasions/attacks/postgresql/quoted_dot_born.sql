CREATE TABLE "public.users" (id int);
DROP TABLE public.users;