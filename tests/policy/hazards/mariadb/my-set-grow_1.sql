-- expect: my-set-grow
CREATE TABLE IF NOT EXISTS tickets (id INT PRIMARY KEY, flags SET('1','2','3','4','5','6','7','8'));
ALTER TABLE tickets MODIFY flags SET('1','2','3','4','5','6','7','8','9');
