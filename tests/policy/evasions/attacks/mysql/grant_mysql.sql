GRANT SELECT ON mysql.user TO bob;
