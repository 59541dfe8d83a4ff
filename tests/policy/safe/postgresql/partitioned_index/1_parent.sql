CREATE INDEX measures_at ON ONLY measures (at);
