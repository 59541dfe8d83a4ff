-- expect: dynamic-or-opaque
SELECT public.rebuild_everything();
