INSERT INTO notes (id, body) SELECT 1, 'x';
