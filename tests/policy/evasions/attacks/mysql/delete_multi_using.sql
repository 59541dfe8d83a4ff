DELETE FROM users USING users JOIN audit ON TRUE;
