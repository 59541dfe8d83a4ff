-- expect: drop-cascade
DROP TYPE public.mood CASCADE;
