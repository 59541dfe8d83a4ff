DROP TABLE users garbage;
