-- atlas:txmode none

DROP INDEX CONCURRENTLY users_name;
CREATE INDEX CONCURRENTLY orders_user ON orders (user_id);
