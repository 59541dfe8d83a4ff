SELECT '#'; DROP TABLE users; -- '
