-- expect: set-not-null-data
ALTER TABLE orders MODIFY note VARCHAR(100) NOT NULL;
