-- expect: add-check-validating
ALTER TABLE ONLY public."Orders" ADD CHECK ("Total" > 0) NO INHERIT;
