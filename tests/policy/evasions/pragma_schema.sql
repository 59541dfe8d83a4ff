PRAGMA main.synchronous = 0;
