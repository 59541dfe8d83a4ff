-- expect: column-default-rewrite
ALTER TABLE public."Orders" ADD "At" timestamptz NOT NULL DEFAULT clock_timestamp();
