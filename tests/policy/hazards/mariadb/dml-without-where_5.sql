-- expect: dml-without-where
UPDATE orders, lines SET orders.total = 0;
