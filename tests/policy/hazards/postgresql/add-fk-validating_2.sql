-- expect: add-fk-validating
ALTER TABLE ONLY public."Orders" ADD FOREIGN KEY ("Customer") REFERENCES "Customers" ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
