GRANT SELECT ON app.invoices TO 'reporting'@'%';
