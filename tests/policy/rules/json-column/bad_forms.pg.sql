CREATE TABLE drafts (id bigint PRIMARY KEY, body json, parts json[]);
ALTER TABLE pages ALTER COLUMN body TYPE json USING body::json;
