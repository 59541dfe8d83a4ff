RENAME TABLE app.t TO mysql.t;
