-- +goose Up
CREATE TABLE feeds (id integer primary key autoincrement, url text not null unique, title text, etag text);
CREATE TABLE items (
    id integer primary key autoincrement,
    feed_id integer not null references feeds(id) on delete cascade,
    guid text not null,
    read integer not null default 0,
    unique (feed_id, guid)
);
INSERT INTO feeds (url, title) VALUES ('https://example.org/feed.xml', 'Example');

-- +goose Down
DROP TABLE items;
DROP TABLE feeds;
