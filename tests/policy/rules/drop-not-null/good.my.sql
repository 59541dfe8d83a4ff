ALTER TABLE users MODIFY plan varchar(20) NOT NULL DEFAULT 'none';
