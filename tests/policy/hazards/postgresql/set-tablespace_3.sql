-- expect: set-tablespace
ALTER TABLE orders ADD COLUMN x text, SET TABLESPACE "Fast Disk";
