-- expect: add-primary-key
ALTER TABLE ONLY public."Orders" ADD CONSTRAINT "Orders_pkey" PRIMARY KEY ("Id");
