DROP TABLE 'users';
