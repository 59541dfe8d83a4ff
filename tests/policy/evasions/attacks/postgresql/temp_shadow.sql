CREATE TEMP TABLE users (id int);
DROP TABLE public.users;
