ALTER TABLE users ADD COLUMN active boolean NOT NULL DEFAULT true;
ALTER TABLE users ADD COLUMN made timestamptz NOT NULL DEFAULT now();
ALTER TABLE users ADD COLUMN day date DEFAULT current_date;
ALTER TABLE users ADD COLUMN price numeric(10,2) NOT NULL DEFAULT '0'::numeric(10,2);
ALTER TABLE users ADD COLUMN tags text[] DEFAULT ARRAY[]::text[];
ALTER TABLE users ADD COLUMN seen timestamp DEFAULT timezone('utc', now());
