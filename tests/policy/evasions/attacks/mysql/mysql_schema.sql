DELETE FROM mysql.user WHERE user = 'bob';
