CREATE DOMAIN email AS text;
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (value LIKE '%@%');
