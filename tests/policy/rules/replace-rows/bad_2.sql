INSERT INTO slots (k, v) VALUES (1, 2);
