-- expect: replica-identity
ALTER TABLE orders ADD COLUMN x text, REPLICA IDENTITY FULL;
