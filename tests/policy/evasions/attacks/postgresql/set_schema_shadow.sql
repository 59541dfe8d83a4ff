CREATE SCHEMA x;
CREATE TABLE x.users (id int);
SET search_path TO x, public;
DROP TABLE public.users;
