ALTER TABLE tasks MODIFY state enum('new', 'open', 'done');
UPDATE tasks SET state = 'done' WHERE state = 'open' LIMIT 1000;
ALTER TABLE tasks MODIFY state enum('new', 'done');
ALTER TABLE tasks MODIFY kind enum('a', 'b');
