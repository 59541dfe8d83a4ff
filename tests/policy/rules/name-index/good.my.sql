CREATE TABLE users (id integer PRIMARY KEY, email varchar(200), UNIQUE KEY idx_users_email (email), KEY (id));
