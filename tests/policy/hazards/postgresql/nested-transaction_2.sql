-- expect: nested-transaction
CREATE TABLE a (id bigint);
ROLLBACK;
