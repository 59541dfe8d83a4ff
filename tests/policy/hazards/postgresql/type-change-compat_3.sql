-- expect: type-change-compat
ALTER TABLE "Orders" ALTER COLUMN "At" TYPE timestamptz, ADD COLUMN x integer;
