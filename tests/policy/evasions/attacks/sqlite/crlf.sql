DROP
TABLE
users;
