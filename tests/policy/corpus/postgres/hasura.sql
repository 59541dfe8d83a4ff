CREATE OR REPLACE FUNCTION public.set_current_timestamp_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  _new record;
BEGIN
  _new := NEW;
  _new."updated_at" = NOW();
  RETURN _new;
END;
$function$;
CREATE TABLE public.things (id uuid DEFAULT public.gen_random_uuid() NOT NULL, updated_at timestamptz DEFAULT now());
CREATE TRIGGER set_public_things_updated_at BEFORE UPDATE ON public.things FOR EACH ROW EXECUTE FUNCTION public.set_current_timestamp_updated_at();
COMMENT ON TRIGGER set_public_things_updated_at ON public.things IS 'trigger to set value of column "updated_at" to current timestamp on row update';
