ALTER TABLE users ADD COLUMN plan text;
INSERT INTO plans (user_id, name) SELECT id, 'free' FROM users;
CREATE INDEX orders_user ON orders (user_id);
