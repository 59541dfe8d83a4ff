DELETE logs FROM users AS logs WHERE logs.id = logs.id;
