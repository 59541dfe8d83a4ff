ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (value > 0);
