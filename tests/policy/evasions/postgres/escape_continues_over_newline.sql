SELECT E'a'
  'b\'; DROP TABLE users; --';
SELECT 1;
