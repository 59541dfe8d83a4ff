ALTER INDEX orders_idx1 RENAME TO orders_customer_id;
