-- expect: add-unique-constraint
ALTER TABLE ONLY public."Orders" ADD UNIQUE ("Code", "Team");
