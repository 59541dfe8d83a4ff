"""Migration files as projects have them on PostgreSQL: twelve kinds in turn, good and bad, of 3 to 40 lines."""

from __future__ import annotations


def migration(number: int) -> str:
    """File `number`, from 0. Each twelfth is of one kind, over tables of its own."""
    kind = _KINDS[number % len(_KINDS)]
    return kind.replace("@", str(number // len(_KINDS)))


_KINDS = (
    """\
-- The first of them drops what nobody reads any more.
SET lock_timeout = '3s';
DROP TABLE IF EXISTS legacy_@;
ALTER TABLE orders_@ DROP COLUMN obsolete;
""",
    """\
CREATE TABLE customers_@ (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL DEFAULT '',
    country char(2) NOT NULL DEFAULT 'DE',
    settings jsonb NOT NULL DEFAULT '{}'::jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT customers_@_email_key UNIQUE (email),
    CONSTRAINT customers_@_country_check CHECK (length(country) = 2)
);
CREATE INDEX customers_@_created_at_idx ON customers_@ (created_at DESC);
COMMENT ON TABLE customers_@ IS 'People who bought something; see the sales handbook.';
""",
    """\
CREATE TABLE orders_@ (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers_@ (id) ON DELETE RESTRICT,
    state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid', 'sent', 'returned')),
    total numeric(12, 2) NOT NULL DEFAULT 0,
    placed_at timestamptz NOT NULL DEFAULT now(),
    obsolete text
);
CREATE INDEX orders_@_customer_id_idx ON orders_@ (customer_id);
CREATE INDEX orders_@_open_idx ON orders_@ (placed_at) WHERE state IN ('new', 'paid');

CREATE TABLE order_lines_@ (
    order_id bigint NOT NULL REFERENCES orders_@ (id) ON DELETE CASCADE,
    position integer NOT NULL,
    sku text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    price numeric(12, 2) NOT NULL,
    PRIMARY KEY (order_id, position)
);
""",
    "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY orders_@_state_idx ON orders_@ (state);\n",
    """\
BEGIN;
ALTER TABLE orders_@ ADD COLUMN note text;
ALTER TABLE orders_@ ADD CONSTRAINT orders_@_note_length CHECK (length(note) < 2000) NOT VALID;
COMMIT;
""",
    """\
SET lock_timeout = '3s';
SET statement_timeout = '1min';
ALTER TABLE orders_@ VALIDATE CONSTRAINT orders_@_note_length;
""",
    """\
ALTER TABLE "customers_@" ADD COLUMN "vip" boolean NOT NULL DEFAULT false;
ALTER TABLE "customers_@" ALTER COLUMN "country" TYPE varchar(3);
CREATE UNIQUE INDEX "customers_@_name_key" ON "customers_@" ("name", "country");
""",
    """\
CREATE OR REPLACE FUNCTION touch_@() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    IF NEW.email IS DISTINCT FROM OLD.email THEN
        NEW.settings := NEW.settings || jsonb_build_object('verified', false);
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER customers_@_touch BEFORE UPDATE ON customers_@
    FOR EACH ROW EXECUTE FUNCTION touch_@();
""",
    """\
UPDATE customers_@ SET name = split_part(email, '@', 1) WHERE name = '' AND created_at < '2024-01-01';
INSERT INTO customers_@ (email, name, country) VALUES
    ('a@example.org', 'Ada', 'GB'),
    ('g@example.org', 'Grace', 'US'),
    ('k@example.org', 'Katherine', 'US');
""",
    """\
CREATE VIEW open_orders_@ AS
SELECT o.id, o.placed_at, c.email, count(l.position) AS lines, sum(l.quantity * l.price) AS total
FROM orders_@ o
JOIN customers_@ c ON c.id = o.customer_id
LEFT JOIN order_lines_@ l ON l.order_id = o.id
WHERE o.state IN ('new', 'paid')
GROUP BY o.id, o.placed_at, c.email;
GRANT SELECT ON open_orders_@ TO reporting;
""",
    """\
CREATE TYPE channel_@ AS ENUM ('shop', 'phone', 'fair');
ALTER TABLE orders_@ ADD COLUMN channel channel_@;
ALTER TABLE orders_@ ALTER COLUMN channel SET DEFAULT 'shop';
ALTER TABLE orders_@ ADD CONSTRAINT orders_@_customer_fk FOREIGN KEY (customer_id) REFERENCES customers_@ (id);
""",
    """\
ALTER TABLE orders_@ RENAME COLUMN note TO remark;
ALTER TABLE orders_@ ALTER COLUMN channel SET NOT NULL;
DROP INDEX orders_@_open_idx;
""",
)
