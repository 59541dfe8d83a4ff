ALTER TABLE orders ADD COLUMN stars integer NOT NULL DEFAULT 0 CHECK (stars > 0);
ALTER TABLE orders ADD COLUMN paid integer DEFAULT 0 CHECK (paid <= total);
