-- expect: index-on-partitioned
CREATE TABLE public."Clicks 2028" PARTITION OF public."Clicks" DEFAULT;
CREATE UNIQUE INDEX "Clicks_url" ON public."Clicks" (url, at);
