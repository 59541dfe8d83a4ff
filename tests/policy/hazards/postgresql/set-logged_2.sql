-- expect: set-logged
ALTER TABLE IF EXISTS public."Orders" SET LOGGED;
