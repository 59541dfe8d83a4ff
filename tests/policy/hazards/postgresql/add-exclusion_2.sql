-- expect: add-exclusion
ALTER TABLE public."Bookings" ADD EXCLUDE USING gist (during WITH &&) WHERE (NOT cancelled);
