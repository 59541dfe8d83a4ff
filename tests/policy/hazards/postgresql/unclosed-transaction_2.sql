-- expect: unclosed-transaction
START TRANSACTION;
DELETE FROM orders WHERE id = 2;
