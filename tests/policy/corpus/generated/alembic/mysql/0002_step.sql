-- Running upgrade 0001 -> 0002

CREATE TABLE review (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    book_id INTEGER, 
    stars SMALLINT, 
    PRIMARY KEY (id), 
    CONSTRAINT ck_review_stars CHECK (stars between 1 and 5), 
    CONSTRAINT fk_review_book FOREIGN KEY(book_id) REFERENCES book (id) ON DELETE CASCADE
);

CREATE INDEX ix_review_book ON review (book_id);

ALTER TABLE author ADD COLUMN email VARCHAR(120);

ALTER TABLE author ADD COLUMN created DATETIME NOT NULL DEFAULT (now());

ALTER TABLE author MODIFY name VARCHAR(120) NOT NULL;

ALTER TABLE author ADD UNIQUE (email);

ALTER TABLE book ADD COLUMN price NUMERIC(8, 2) NOT NULL DEFAULT '0';

ALTER TABLE book MODIFY title VARCHAR(200) NOT NULL;

ALTER TABLE book MODIFY pages BIGINT NULL;

CREATE INDEX ix_book_state ON book (state);

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

