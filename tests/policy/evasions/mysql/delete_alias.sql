DELETE u FROM old_users AS o, users AS u;
