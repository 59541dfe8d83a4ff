CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';
CREATE TABLE people (id bigint PRIMARY KEY, mood mood DEFAULT 'fine');
