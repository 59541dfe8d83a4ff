-- expect: disable-rls
ALTER TABLE secrets ADD COLUMN x text, DISABLE ROW LEVEL SECURITY;
