DROP TABLE users; -- ‮ sresu elbat peek
