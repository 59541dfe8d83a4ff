-- expect: domain-add-constraint
ALTER DOMAIN email ADD CONSTRAINT c CHECK (VALUE ~ '@');
