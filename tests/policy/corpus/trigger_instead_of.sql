CREATE VIEW people AS SELECT id, name FROM users;
CREATE TRIGGER people_insert INSTEAD OF INSERT ON people BEGIN INSERT INTO users (name) VALUES (NEW.name); END;
