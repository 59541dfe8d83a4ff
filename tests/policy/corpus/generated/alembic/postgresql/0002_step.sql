BEGIN;

-- Running upgrade 0001 -> 0002

CREATE TABLE review (
    id SERIAL NOT NULL, 
    book_id INTEGER, 
    stars SMALLINT, 
    PRIMARY KEY (id), 
    CONSTRAINT ck_review_stars CHECK (stars between 1 and 5), 
    CONSTRAINT fk_review_book FOREIGN KEY(book_id) REFERENCES book (id) ON DELETE CASCADE
);

CREATE INDEX ix_review_book ON review (book_id);

ALTER TABLE author ADD COLUMN email VARCHAR(120);

ALTER TABLE author ADD COLUMN created TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL;

ALTER TABLE author ALTER COLUMN name TYPE VARCHAR(120);

ALTER TABLE author ADD UNIQUE (email);

ALTER TABLE book ADD COLUMN price NUMERIC(8, 2) DEFAULT '0' NOT NULL;

ALTER TABLE book ALTER COLUMN title SET NOT NULL;

ALTER TABLE book ALTER COLUMN pages TYPE BIGINT;

CREATE INDEX ix_book_state ON book (state);

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

COMMIT;

