-- expect: unclosed-transaction
BEGIN WORK;
INSERT INTO orders (id) VALUES (1);
COMMIT;
START TRANSACTION;
INSERT INTO orders (id) VALUES (2);
