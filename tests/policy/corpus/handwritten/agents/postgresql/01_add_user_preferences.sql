-- =====================================================================
-- Migration: Add user preferences
-- Purpose:   Store per-user UI preferences such as theme and language.
-- Safety:    This migration is fully idempotent and safe to re-run.
-- =====================================================================

-- Step 1: Make sure that the enum type exists
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'theme_choice') THEN
        CREATE TYPE theme_choice AS ENUM ('light', 'dark', 'system');
    END IF;
END
$$;

-- Step 2: Create the table if it does not exist yet
CREATE TABLE IF NOT EXISTS public.user_preferences (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID NOT NULL REFERENCES public.users(id) ON DELETE CASCADE,
    theme theme_choice NOT NULL DEFAULT 'system',
    language VARCHAR(10) NOT NULL DEFAULT 'en',
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    CONSTRAINT user_preferences_user_unique UNIQUE (user_id)
);

-- Step 3: Indexes for performance
CREATE INDEX IF NOT EXISTS idx_user_preferences_user_id ON public.user_preferences(user_id);

-- Step 4: Keep updated_at fresh
CREATE OR REPLACE FUNCTION public.touch_updated_at()
RETURNS TRIGGER AS $$
BEGIN
    NEW.updated_at = NOW();
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS trg_user_preferences_touch ON public.user_preferences;
CREATE TRIGGER trg_user_preferences_touch
    BEFORE UPDATE ON public.user_preferences
    FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

-- Step 5: Row level security
ALTER TABLE public.user_preferences ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS "own preferences" ON public.user_preferences;
CREATE POLICY "own preferences" ON public.user_preferences
    FOR ALL USING (user_id = current_setting('app.user_id')::uuid);

COMMENT ON TABLE public.user_preferences IS 'Per-user UI preferences';
