CREATE TABLE schema_notes (id bigint PRIMARY KEY, note text); # not atlas_schema_revisions
