-- expect: refresh-matview
DO $$ BEGIN REFRESH MATERIALIZED VIEW totals; END $$;
