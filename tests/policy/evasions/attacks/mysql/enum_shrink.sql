ALTER TABLE users MODIFY status ENUM('a');
