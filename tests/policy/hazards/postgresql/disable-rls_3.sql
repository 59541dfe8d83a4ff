-- expect: disable-rls
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
