CREATE TABLE scratch (id bigint);
DROP TABLE public.scratch;
CREATE TEMP TABLE passing (id bigint);
DROP TABLE passing;
