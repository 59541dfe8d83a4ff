CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 0001

CREATE TABLE author (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    name VARCHAR(50) NOT NULL, 
    bio TEXT, 
    legacy INTEGER, 
    PRIMARY KEY (id)
);

CREATE TABLE book (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    author_id INTEGER NOT NULL, 
    title VARCHAR(200), 
    state ENUM('draft','out'), 
    pages INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT fk_book_author FOREIGN KEY(author_id) REFERENCES author (id)
);

CREATE INDEX ix_book_title ON book (title);

INSERT INTO alembic_version (version_num) VALUES ('0001');

