PRAGMA synchronous = 0;
