-- expect: rename-table
ALTER TABLE IF EXISTS public."Orders" RENAME TO "Purchases";
