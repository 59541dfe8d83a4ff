-- expect: replica-identity
ALTER TABLE public."Orders" REPLICA IDENTITY NOTHING;
