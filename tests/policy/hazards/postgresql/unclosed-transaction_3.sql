-- expect: unclosed-transaction
BEGIN;
CREATE TABLE a (id bigint);
COMMIT;
BEGIN WORK;
CREATE TABLE b (id bigint);
