-- expect: narrowing-type
ALTER TABLE orders MODIFY total TINYINT;
