-- expect: lock-without-timeout
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b (id) NOT VALID;
