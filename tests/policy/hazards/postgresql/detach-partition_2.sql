-- expect: detach-partition
ALTER TABLE public."Clicks" DETACH PARTITION archive."Clicks 2019";
