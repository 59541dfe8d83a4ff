BEGIN;

-- Running upgrade 0002 -> 0003

DROP INDEX ix_review_book;

DROP TABLE review;

ALTER TABLE author DROP COLUMN legacy;

ALTER TABLE author DROP COLUMN bio;

ALTER TABLE book ALTER COLUMN author_id DROP NOT NULL;

ALTER TABLE book ALTER COLUMN price TYPE NUMERIC(10, 2);

DROP INDEX ix_book_state;

DROP INDEX ix_book_title;

ALTER TABLE book ADD CONSTRAINT uq_book_author_title UNIQUE (author_id, title);

ALTER TABLE book DROP CONSTRAINT fk_book_author;

UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';

COMMIT;

