-- expect: duplicate-column
CREATE TABLE twins (id INTEGER, name TEXT, Name TEXT);
