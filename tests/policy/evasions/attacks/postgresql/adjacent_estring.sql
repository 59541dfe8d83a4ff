SELECT E'a'
'\'; DROP TABLE users; --';
DROP TABLE audit;