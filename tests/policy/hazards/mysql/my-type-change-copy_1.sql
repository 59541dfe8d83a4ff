-- expect: my-type-change-copy
ALTER TABLE orders MODIFY id BIGINT NOT NULL;
