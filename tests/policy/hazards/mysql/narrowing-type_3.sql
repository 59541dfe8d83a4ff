-- expect: narrowing-type
CREATE TABLE a (id INT);
ALTER TABLE orders MODIFY COLUMN note VARCHAR(10);
