DELETE FROM sessions;
CREATE INDEX orders_user ON orders (user_id);
DELETE FROM carts WHERE user_id NOT IN (SELECT id FROM users);
INSERT INTO archive (id) SELECT id FROM orders WHERE total > 0;
