-- x
DROP TABLE
users;
