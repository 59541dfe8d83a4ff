DELETE FROM atlas_schema_revisions.atlas_schema_revisions WHERE version = '20250101000000';
DROP TABLE U&"\0061tlas_schema_revisions";
DROP SCHEMA atlas_schema_revisions;
