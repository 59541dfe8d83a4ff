-- Check that each of the columns exists before we add it
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'orders' AND column_name = 'shipping_method'
    ) THEN
        ALTER TABLE orders ADD COLUMN shipping_method VARCHAR(50) DEFAULT 'standard';
    END IF;

    IF EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'orders' AND column_name = 'ship_method'
    ) THEN
        ALTER TABLE orders DROP COLUMN ship_method;
    END IF;

    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'orders_total_positive') THEN
        ALTER TABLE orders ADD CONSTRAINT orders_total_positive CHECK (total >= 0);
    END IF;
END $$;
