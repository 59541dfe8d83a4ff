INSERT INTO n (t) VALUES ('[31mred');
