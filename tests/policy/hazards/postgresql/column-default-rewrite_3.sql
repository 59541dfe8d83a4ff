-- expect: column-default-rewrite
ALTER TABLE orders ADD COLUMN x text, ADD COLUMN dice double precision DEFAULT random() * 6;
