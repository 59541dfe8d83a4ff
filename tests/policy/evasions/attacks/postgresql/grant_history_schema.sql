GRANT USAGE ON SCHEMA atlas_schema_revisions TO bob;
