SET timestamp = 1;
