-- expect: unclosed-transaction
START TRANSACTION;
INSERT INTO orders (id) VALUES (1);
