SET @a = wipe_users();
