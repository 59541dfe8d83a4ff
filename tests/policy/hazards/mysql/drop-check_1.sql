-- expect: drop-check
ALTER TABLE orders DROP CHECK orders_total;
