-- expect: dynamic-or-opaque
SELECT 1 +;
