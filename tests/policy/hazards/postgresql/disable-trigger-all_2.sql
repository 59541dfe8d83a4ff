-- expect: disable-trigger-all
ALTER TABLE IF EXISTS public."Orders" DISABLE TRIGGER ALL, ADD COLUMN x integer;
