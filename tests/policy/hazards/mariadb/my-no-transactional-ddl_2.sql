-- expect: my-no-transactional-ddl
CREATE TABLE a (id INT PRIMARY KEY);
CREATE INDEX i ON orders (a);
