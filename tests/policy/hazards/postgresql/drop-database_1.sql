-- expect: drop-database
DROP DATABASE shop;
