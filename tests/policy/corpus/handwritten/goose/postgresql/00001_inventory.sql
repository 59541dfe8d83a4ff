-- +goose Up
CREATE TABLE parts (
    id bigserial PRIMARY KEY,
    number text NOT NULL UNIQUE,
    weight_grams integer
);
CREATE TABLE assemblies (
    id bigserial PRIMARY KEY,
    parent_id bigint REFERENCES parts (id),
    part_id bigint NOT NULL REFERENCES parts (id),
    quantity integer NOT NULL CHECK (quantity > 0)
);
CREATE INDEX assemblies_parent ON assemblies (parent_id);
CREATE INDEX assemblies_part ON assemblies (part_id);

-- +goose Down
DROP TABLE assemblies;
DROP TABLE parts;
