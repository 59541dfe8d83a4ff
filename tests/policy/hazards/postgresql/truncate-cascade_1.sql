-- expect: truncate-cascade
TRUNCATE orders CASCADE;
