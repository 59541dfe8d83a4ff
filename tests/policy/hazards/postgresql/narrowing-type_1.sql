-- expect: narrowing-type
CREATE TABLE a (id bigint);
ALTER TABLE orders ALTER COLUMN note TYPE varchar(20);
