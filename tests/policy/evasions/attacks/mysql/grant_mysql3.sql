GRANT SELECT ON mysql.* TO bob;
