ALTER TABLE users CHANGE email email CHAR(1);
