-- expect: enum-set-value-removed
ALTER TYPE public.state RENAME TO state_old;
CREATE TYPE public.state AS ENUM ('open', 'closed');
ALTER TABLE public.tickets ALTER COLUMN state TYPE public.state USING state::text::public.state;
DROP TYPE public.state_old;
