-- expect: drop-constraint
ALTER TABLE public."Orders" DROP CONSTRAINT IF EXISTS "Something";
