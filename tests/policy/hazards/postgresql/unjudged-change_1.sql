-- expect: unjudged-change
ALTER SEQUENCE numbers RESTART WITH 1;
