ALTER TABLE users ALTER COLUMN name TYPE varchar(200) USING name::varchar(200);
