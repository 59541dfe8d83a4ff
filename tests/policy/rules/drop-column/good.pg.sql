CREATE TABLE users (id bigint, nickname text);
ALTER TABLE public.users DROP COLUMN nickname;
