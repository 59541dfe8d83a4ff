CREATE TABLE public.users2 (id int);
TRUNCATE "public.users2";