ALTER TABLE orders MODIFY total bigint;
ALTER TABLE orders MODIFY discount bigint;
