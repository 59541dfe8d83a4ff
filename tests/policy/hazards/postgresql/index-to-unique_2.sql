-- expect: index-to-unique
DROP INDEX IF EXISTS public.users_email;
CREATE UNIQUE INDEX users_email ON public.users USING btree (email);
