-- run with psql -1
\set ON_ERROR_STOP on
ALTER SYSTEM SET work_mem = '64MB';
CREATE ROLE reporting LOGIN PASSWORD 'x' SUPERUSER;
VACUUM FULL orders;
REINDEX TABLE orders;
CLUSTER orders USING orders_pkey;
LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;
COPY orders TO '/tmp/orders.csv' CSV HEADER;
