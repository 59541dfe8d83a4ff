SET sql_mode = '';
ALTER TABLE users MODIFY email varchar(200) NOT NULL;
SET SESSION sql_mode = REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', '');
ALTER TABLE users CHANGE mail address varchar(200) NOT NULL;
