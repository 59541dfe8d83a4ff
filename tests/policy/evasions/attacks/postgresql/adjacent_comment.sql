SELECT 'a' -- x
 '; '; DROP TABLE users;