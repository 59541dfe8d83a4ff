GRANT ALL ON invoices TO app;
GRANT SELECT ON invoices TO PUBLIC;
GRANT app_owner TO app;
