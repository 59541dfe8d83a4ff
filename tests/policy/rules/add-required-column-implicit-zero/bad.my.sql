ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL;
ALTER TABLE users ADD COLUMN born date NOT NULL, ADD COLUMN at point NOT NULL, ADD COLUMN size enum('s', 'm') NOT NULL;
