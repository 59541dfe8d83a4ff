\set x 'DROP TABLE users'
:x;