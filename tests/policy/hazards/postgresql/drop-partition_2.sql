-- expect: drop-partition
ALTER TABLE public.clicks DETACH PARTITION archive."Clicks 2019" FINALIZE;
DROP TABLE archive."Clicks 2019";
