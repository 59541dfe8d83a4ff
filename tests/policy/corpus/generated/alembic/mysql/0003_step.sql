-- Running upgrade 0002 -> 0003

DROP INDEX ix_review_book ON review;

DROP TABLE review;

ALTER TABLE author DROP COLUMN legacy;

ALTER TABLE author DROP COLUMN bio;

ALTER TABLE book MODIFY author_id INTEGER(11) NULL;

ALTER TABLE book MODIFY price NUMERIC(10, 2) NOT NULL DEFAULT 0.00;

DROP INDEX ix_book_state ON book;

DROP INDEX ix_book_title ON book;

ALTER TABLE book ADD CONSTRAINT uq_book_author_title UNIQUE (author_id, title);

ALTER TABLE book DROP FOREIGN KEY fk_book_author;

UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';

