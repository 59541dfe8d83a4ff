CREATE TABLE drafts (id bigint PRIMARY KEY, txt text);
ALTER TABLE drafts RENAME COLUMN txt TO body;
