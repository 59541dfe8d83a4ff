GRANT UPDATE ON atlas_schema_revisions.atlas_schema_revisions TO bob;
