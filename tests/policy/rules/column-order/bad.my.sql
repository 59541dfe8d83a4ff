ALTER TABLE users MODIFY COLUMN email varchar(255) AFTER id;
ALTER TABLE users ADD COLUMN phone varchar(20) FIRST;
