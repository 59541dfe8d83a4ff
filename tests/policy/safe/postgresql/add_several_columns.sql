ALTER TABLE orders
    ADD COLUMN weight numeric(10, 3),
    ADD COLUMN shipped boolean NOT NULL DEFAULT false,
    ADD COLUMN carrier varchar(40);
