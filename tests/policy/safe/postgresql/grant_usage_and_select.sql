GRANT USAGE ON SCHEMA reporting TO analyst;
GRANT SELECT ON reporting.runs TO analyst;
