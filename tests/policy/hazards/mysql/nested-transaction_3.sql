-- expect: nested-transaction
SET autocommit = 0;
INSERT INTO orders (id) VALUES (1);
COMMIT;
