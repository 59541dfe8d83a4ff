SELECT `wipe_users`(1), app . wipe_users (2);
