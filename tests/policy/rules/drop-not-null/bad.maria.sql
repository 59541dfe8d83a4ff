ALTER TABLE users MODIFY plan varchar(20) NULL;
