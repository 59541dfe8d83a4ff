ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (value > 0);
ALTER DOMAIN audit.email SET NOT NULL;
