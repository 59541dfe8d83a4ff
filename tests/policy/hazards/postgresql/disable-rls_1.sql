-- expect: disable-rls
ALTER TABLE secrets DISABLE ROW LEVEL SECURITY;
