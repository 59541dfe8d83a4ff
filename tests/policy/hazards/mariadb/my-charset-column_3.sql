-- expect: my-charset-column
ALTER TABLE orders MODIFY COLUMN note VARCHAR(100) CHARSET latin1 NOT NULL;
