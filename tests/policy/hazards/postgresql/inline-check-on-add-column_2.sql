-- expect: inline-check-on-add-column
ALTER TABLE public."Orders" ADD "N" integer DEFAULT 1 CONSTRAINT c CHECK ("N" > 0);
