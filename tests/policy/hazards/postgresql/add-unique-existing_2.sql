-- expect: add-unique-existing
CREATE UNIQUE INDEX ON public.users USING btree (lower(email));
