-- expect: domain-add-constraint
ALTER DOMAIN email SET NOT NULL;
