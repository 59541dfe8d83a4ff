GRANT SELECT ON shop.invoices TO 'reporting'@'%';
