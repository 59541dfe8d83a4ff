-- expect: detach-partition
DO $$ BEGIN ALTER TABLE clicks DETACH PARTITION clicks_2019; END $$;
