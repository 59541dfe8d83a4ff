-- expect: nested-transaction
SAVEPOINT s;
CREATE TABLE a (id INTEGER PRIMARY KEY);
RELEASE s;
