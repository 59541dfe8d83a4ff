CREATE TABLE supplier (
    id    BIGSERIAL PRIMARY KEY,
    name  VARCHAR(200) NOT NULL,
    email VARCHAR(320)
);
ALTER TABLE stock_item ADD COLUMN supplier_id BIGINT;
ALTER TABLE stock_item ADD CONSTRAINT stock_item_supplier_fk FOREIGN KEY (supplier_id) REFERENCES supplier (id);
CREATE INDEX stock_item_supplier_idx ON stock_item (supplier_id);
COMMENT ON COLUMN stock_item.supplier_id IS 'who delivered it, when known';
