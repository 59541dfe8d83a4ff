REVOKE SELECT ON invoices FROM reporting;
ALTER TABLE invoices OWNER TO app;
