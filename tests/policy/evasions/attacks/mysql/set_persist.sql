SET PERSIST max_connections = 1;
