-- expect: statement-after-ae-lock
ALTER TABLE public."Orders" ADD COLUMN x text;
ALTER TABLE lines VALIDATE CONSTRAINT lines_check;
