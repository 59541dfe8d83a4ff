CREATE TABLE users (id bigint PRIMARY KEY, word text DEFAULT 'hé');
