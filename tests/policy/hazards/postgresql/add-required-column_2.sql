-- expect: add-required-column
ALTER TABLE public."Orders" ADD "Code" integer NOT NULL, ADD COLUMN y text;
