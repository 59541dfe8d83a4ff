-- expect: create-index-not-concurrent
CREATE INDEX IF NOT EXISTS "Ix" ON public."Orders" USING gin ("Data");
