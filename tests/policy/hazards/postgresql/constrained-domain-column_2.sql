-- expect: constrained-domain-column
CREATE DOMAIN public."Code" AS text NOT NULL;
ALTER TABLE orders ALTER COLUMN code TYPE public."Code";
