DELETE users, orders FROM users JOIN orders ON orders.user_id = users.id;
