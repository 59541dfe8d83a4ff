-- expect: duplicate-column
CREATE TABLE twins (id bigint, name text, name text);
