-- atlas:txmode none

REINDEX INDEX CONCURRENTLY orders_customer_id;
