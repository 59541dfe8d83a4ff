\if true
DROP TABLE users;
\endif