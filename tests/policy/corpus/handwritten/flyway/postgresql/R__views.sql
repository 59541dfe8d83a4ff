CREATE OR REPLACE VIEW low_stock AS
SELECT i.sku, i.quantity, b.warehouse_id
FROM stock_item i JOIN bin b ON b.id = i.bin_id
WHERE i.quantity < 5;

CREATE OR REPLACE FUNCTION total_quantity(wanted VARCHAR) RETURNS BIGINT
LANGUAGE sql STABLE AS $$
    SELECT COALESCE(SUM(quantity), 0) FROM stock_item WHERE sku = wanted
$$;
