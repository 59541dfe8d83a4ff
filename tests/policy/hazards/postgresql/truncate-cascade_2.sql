-- expect: truncate-cascade
TRUNCATE TABLE public."Orders" RESTART IDENTITY CASCADE;
