-- expect: disable-rls
ALTER TABLE public."Secrets" NO FORCE ROW LEVEL SECURITY;
