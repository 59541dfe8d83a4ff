ALTER TABLE users ADD COLUMN x TEXT AS (load_extension('x')) VIRTUAL;
