ALTER TABLE users MODIFY email varchar(200) NOT NULL;
ALTER TABLE users CHANGE mail address varchar(200) NOT NULL DEFAULT '';
