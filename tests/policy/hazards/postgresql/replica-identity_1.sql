-- expect: replica-identity
ALTER TABLE orders REPLICA IDENTITY FULL;
