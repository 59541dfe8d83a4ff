-- Add a display_name column and fill it for all of the existing users.
-- We do this in batches of 1000 so that we don't lock the table for long.
ALTER TABLE users ADD COLUMN IF NOT EXISTS display_name TEXT;

DO $$
DECLARE
    batch_size INTEGER := 1000;
    rows_updated INTEGER;
BEGIN
    LOOP
        UPDATE users
        SET display_name = COALESCE(first_name || ' ' || last_name, email)
        WHERE id IN (
            SELECT id FROM users WHERE display_name IS NULL LIMIT batch_size
        );
        GET DIAGNOSTICS rows_updated = ROW_COUNT;
        EXIT WHEN rows_updated = 0;
        RAISE NOTICE 'Updated % rows', rows_updated;
        COMMIT;
    END LOOP;
END $$;

ALTER TABLE users ALTER COLUMN display_name SET NOT NULL;
