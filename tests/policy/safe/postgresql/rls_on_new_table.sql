CREATE TABLE secrets (id bigint PRIMARY KEY, owner_name text NOT NULL, body text);
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY secrets_owner ON secrets USING (owner_name = current_user);
