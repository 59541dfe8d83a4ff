-- expect: unclosed-transaction
BEGIN;
COMMIT;
BEGIN DEFERRED;
CREATE TABLE a (id INTEGER PRIMARY KEY);
