-- expect: add-fk-validating
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers (id); END $$;
