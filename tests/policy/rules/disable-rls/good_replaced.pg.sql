DROP POLICY own ON invoices;
CREATE POLICY own ON invoices USING (owner = current_user);
