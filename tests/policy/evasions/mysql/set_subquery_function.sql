SET @a = (SELECT wipe_users() FROM dual);
