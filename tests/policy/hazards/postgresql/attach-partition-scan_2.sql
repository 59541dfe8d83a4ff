-- expect: attach-partition-scan
ALTER TABLE public."Clicks" ATTACH PARTITION archive."Old" DEFAULT;
