SELECT count(*) FROM orders WHERE NOT (total >= 0);
