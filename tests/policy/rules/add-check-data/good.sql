ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid'));
ALTER TABLE orders ADD COLUMN stars integer CHECK (stars BETWEEN 1 AND 5);
ALTER TABLE orders ADD COLUMN tries integer NOT NULL DEFAULT 1 CHECK (tries > 0 AND tries <= 10);
