UPDATE users u, orders o SET deleted = 1 WHERE u.id = o.user_id OR 1;
