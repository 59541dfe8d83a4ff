DELETE FROM users, orders USING users, orders;
