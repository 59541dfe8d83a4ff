TRUNCATE TABLE mysql.user;
