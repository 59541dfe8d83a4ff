GRANT SELECT ON invoices TO reporting;
