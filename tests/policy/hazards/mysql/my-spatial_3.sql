-- expect: my-spatial
ALTER TABLE places ADD COLUMN x INT, ADD SPATIAL INDEX (at);
