-- Create an index on tenant_id for each tenant table
DO $$
DECLARE
    t RECORD;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'tenant_%' LOOP
        EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON public.%I (tenant_id)', t.tablename || '_tenant_idx', t.tablename);
    END LOOP;
END $$;
