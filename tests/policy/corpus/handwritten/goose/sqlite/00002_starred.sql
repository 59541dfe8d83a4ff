-- +goose Up
ALTER TABLE items ADD COLUMN starred integer not null default 0;
CREATE INDEX items_unread ON items (feed_id) WHERE read = 0;
UPDATE items SET read = 1 WHERE feed_id IN (SELECT id FROM feeds WHERE etag IS NULL);

-- +goose Down
DROP INDEX items_unread;
ALTER TABLE items DROP COLUMN starred;
