INSERT INTO log (text) VALUES (wipe_users());
