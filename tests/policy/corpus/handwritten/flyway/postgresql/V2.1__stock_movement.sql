CREATE TYPE movement_kind AS ENUM ('in', 'out', 'transfer');

CREATE TABLE stock_movement (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id     BIGINT NOT NULL REFERENCES stock_item (id),
    kind        movement_kind NOT NULL,
    amount      INTEGER NOT NULL,
    moved_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    moved_by    TEXT NOT NULL DEFAULT current_user
);
CREATE INDEX stock_movement_item_time ON stock_movement (item_id, moved_at DESC);

CREATE OR REPLACE FUNCTION apply_movement() RETURNS trigger AS $$
BEGIN
    IF NEW.kind = 'in' THEN
        UPDATE stock_item SET quantity = quantity + NEW.amount WHERE id = NEW.item_id;
    ELSE
        UPDATE stock_item SET quantity = quantity - NEW.amount WHERE id = NEW.item_id;
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER stock_movement_apply AFTER INSERT ON stock_movement
    FOR EACH ROW EXECUTE FUNCTION apply_movement();
