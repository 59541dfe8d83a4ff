-- expect: nested-transaction
BEGIN;
INSERT INTO orders (id) VALUES (1);
ROLLBACK;
