UPDATE sqlite_schema SET sql = 'x' WHERE name = 'users';
