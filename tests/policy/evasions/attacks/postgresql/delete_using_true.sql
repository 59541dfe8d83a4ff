DELETE FROM users USING audit WHERE audit.id = 1;
