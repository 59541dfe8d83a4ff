-- expect: nested-transaction
SAVEPOINT s;
CREATE TABLE a (id bigint);
RELEASE SAVEPOINT s;
