-- expect: duplicate-column
CREATE TABLE twins (id INT, name INT, name TEXT);
