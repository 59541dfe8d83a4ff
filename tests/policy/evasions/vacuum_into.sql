VACUUM main INTO '/tmp/x';
