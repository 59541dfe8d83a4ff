#/*!
DROP TABLE users; #*/