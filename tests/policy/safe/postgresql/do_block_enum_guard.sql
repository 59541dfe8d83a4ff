CREATE TYPE review_state AS ENUM ('new', 'read');
CREATE TABLE reviews (id bigint PRIMARY KEY, state review_state NOT NULL DEFAULT 'new');
