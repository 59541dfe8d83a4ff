-- expect: unclosed-transaction
BEGIN;
INSERT INTO orders (id) VALUES (1);
