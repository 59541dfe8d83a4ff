-- expect: add-check-data
ALTER TABLE public."Orders" ADD CHECK ("Total" > 0);
