GRANT ALL PRIVILEGES ON shop.* TO 'app'@'%';
GRANT SELECT ON *.* TO 'reporting'@'%';
GRANT SELECT ON shop.invoices TO 'app'@'%' WITH GRANT OPTION;
