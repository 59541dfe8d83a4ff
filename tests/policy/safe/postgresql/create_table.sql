CREATE TABLE shipments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    carrier text NOT NULL,
    tracking_code text NOT NULL UNIQUE,
    weight_grams integer NOT NULL DEFAULT 0 CHECK (weight_grams >= 0),
    shipped_at timestamptz
);
