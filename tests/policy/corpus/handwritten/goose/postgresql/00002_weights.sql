-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION total_weight(root bigint) RETURNS bigint AS $$
DECLARE
    total bigint;
BEGIN
    WITH RECURSIVE tree AS (
        SELECT part_id, quantity FROM assemblies WHERE parent_id = root
        UNION ALL
        SELECT a.part_id, a.quantity * t.quantity FROM assemblies a JOIN tree t ON a.parent_id = t.part_id
    )
    SELECT sum(t.quantity * p.weight_grams) INTO total FROM tree t JOIN parts p ON p.id = t.part_id;
    RETURN coalesce(total, 0);
END;
$$ LANGUAGE plpgsql STABLE;
-- +goose StatementEnd
ALTER TABLE parts ADD COLUMN discontinued boolean NOT NULL DEFAULT false;
ALTER TABLE parts ALTER COLUMN weight_grams SET DEFAULT 0;

-- +goose Down
ALTER TABLE parts DROP COLUMN discontinued;
DROP FUNCTION total_weight(bigint);
