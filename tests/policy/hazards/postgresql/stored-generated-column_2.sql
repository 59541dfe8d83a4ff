-- expect: stored-generated-column
ALTER TABLE public."Orders" ADD "Key" text GENERATED ALWAYS AS (lower("Code")) STORED NOT NULL;
