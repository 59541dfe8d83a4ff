CREATE POLICY everybody ON invoices USING (true);
