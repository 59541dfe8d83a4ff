CREATE OR REPLACE VIEW public.active_users AS SELECT id, email FROM public.users WHERE deleted_at IS NULL;
