DELETE FROM `atlas_schema_revisions` WHERE version = '20250101000000';
DROP TABLE app.atlas_schema_revisions;
