CREATE TABLE users (id integer PRIMARY KEY, email varchar(200), UNIQUE KEY users_email (email));
