-- expect: unclosed-transaction
BEGIN;
CREATE TABLE a (id INTEGER PRIMARY KEY);
