-- expect: narrowing-type
ALTER TABLE orders ALTER total TYPE smallint USING total::smallint;
