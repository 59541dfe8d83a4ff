INSERT INTO n (t) VALUES (1) RETURNING load_extension('x');
