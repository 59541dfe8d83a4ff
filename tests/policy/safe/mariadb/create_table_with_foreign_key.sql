CREATE TABLE wishes (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  KEY wishes_user (user_id),
  CONSTRAINT wishes_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
