INSERT INTO notes (id, body) SELECT 1, readlink('/proc/self/exe');
