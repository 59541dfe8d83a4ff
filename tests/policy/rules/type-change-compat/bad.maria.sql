ALTER TABLE orders MODIFY total bigint;
ALTER TABLE orders MODIFY note text;
ALTER TABLE stock MODIFY amount bigint;
ALTER TABLE stock MODIFY note varchar(200);
