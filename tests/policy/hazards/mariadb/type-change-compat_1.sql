-- expect: type-change-compat
ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;
