-- expect: security-definer-path
CREATE OR REPLACE FUNCTION public."F"() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM 1; END $$;
