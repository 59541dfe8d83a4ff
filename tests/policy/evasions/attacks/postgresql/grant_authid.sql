GRANT SELECT ON pg_authid TO bob;
