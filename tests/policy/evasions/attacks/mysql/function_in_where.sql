UPDATE audit SET x = 1 WHERE id = f();
