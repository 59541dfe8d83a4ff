ALTER TABLE users ADD COLUMN nickname text;
-- next file
ALTER TABLE public.users ADD COLUMN plan text;
