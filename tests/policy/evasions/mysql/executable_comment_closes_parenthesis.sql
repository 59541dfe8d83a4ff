DELETE FROM users WHERE (id = 1 /*! OR 1 = 1 */);
