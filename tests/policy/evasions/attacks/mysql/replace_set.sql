REPLACE users SET id = 1, email = '';
