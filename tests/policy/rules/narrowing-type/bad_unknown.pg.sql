ALTER TABLE orders ALTER COLUMN state TYPE smallint;
ALTER TABLE orders ALTER COLUMN note TYPE varchar(20) USING note::varchar(20);
