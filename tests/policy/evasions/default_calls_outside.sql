CREATE TABLE x (a DEFAULT (edit('x')));
