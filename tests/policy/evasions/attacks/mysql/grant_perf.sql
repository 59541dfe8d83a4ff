GRANT SELECT ON performance_schema.* TO bob;
