-- expect: rename-table
ALTER TABLE main."Orders" RENAME TO "Purchases";
