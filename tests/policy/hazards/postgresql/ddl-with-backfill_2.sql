-- expect: ddl-with-backfill
ALTER TABLE public."Orders" ADD COLUMN "State" text;
UPDATE public."Orders" SET "State" = 'new';
