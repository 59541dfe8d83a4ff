-- expect: privilege-change
REVOKE SELECT ON orders FROM reporting;
