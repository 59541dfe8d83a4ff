REINDEX orders_customer;
