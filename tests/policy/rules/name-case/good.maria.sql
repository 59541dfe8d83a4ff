CREATE TABLE user_accounts (id integer PRIMARY KEY, created_at text);
