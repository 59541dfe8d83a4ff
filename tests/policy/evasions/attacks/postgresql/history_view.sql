CREATE VIEW v AS SELECT * FROM atlas_schema_revisions.atlas_schema_revisions;
DELETE FROM v WHERE true;