UPDATE users, audit SET users.email = NULL;
