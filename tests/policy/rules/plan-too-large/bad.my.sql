INSERT INTO countries (code) VALUES ('AD'), ('AE'), ('AF'), ('AG'), ('AI');
