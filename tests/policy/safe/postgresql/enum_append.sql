ALTER TYPE public.order_state ADD VALUE 'lost';
