CREATE TABLE users (name text DEFAULT 'x);
