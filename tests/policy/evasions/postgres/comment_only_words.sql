-- DROP TABLE users;
/* DROP TABLE users; */
CREATE TABLE a (b text DEFAULT 'DROP TABLE users;');
