CREATE TABLE `app.users` (id INT);
DROP TABLE app.users;