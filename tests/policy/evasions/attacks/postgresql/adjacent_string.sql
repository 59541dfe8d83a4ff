SELECT 'a'
'; DROP TABLE users; --'; DROP TABLE audit;