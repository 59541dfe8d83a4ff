DO wipe_users();
