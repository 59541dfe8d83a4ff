-- expect: domain-add-constraint
ALTER DOMAIN public."Code" ADD CHECK (length(VALUE) < 9);
