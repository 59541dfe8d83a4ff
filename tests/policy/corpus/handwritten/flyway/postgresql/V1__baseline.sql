-- Warehouse service, first release
CREATE TABLE warehouse (
    id          BIGSERIAL PRIMARY KEY,
    code        VARCHAR(12) NOT NULL UNIQUE,
    name        VARCHAR(120) NOT NULL,
    opened_on   DATE
);

CREATE TABLE bin (
    id            BIGSERIAL PRIMARY KEY,
    warehouse_id  BIGINT NOT NULL REFERENCES warehouse (id),
    label         VARCHAR(20) NOT NULL,
    capacity      INTEGER NOT NULL DEFAULT 0 CHECK (capacity >= 0),
    UNIQUE (warehouse_id, label)
);

CREATE TABLE stock_item (
    id         BIGSERIAL PRIMARY KEY,
    bin_id     BIGINT NOT NULL REFERENCES bin (id) ON DELETE RESTRICT,
    sku        VARCHAR(40) NOT NULL,
    quantity   INTEGER NOT NULL DEFAULT 0,
    counted_at TIMESTAMPTZ
);
CREATE INDEX stock_item_bin_idx ON stock_item (bin_id);
CREATE INDEX stock_item_sku_idx ON stock_item (sku);

CREATE VIEW stock_by_sku AS
SELECT sku, SUM(quantity) AS quantity FROM stock_item GROUP BY sku;
