DELETE u FROM app.t AS t JOIN MYSQL.user AS u ON u.User = t.name;
