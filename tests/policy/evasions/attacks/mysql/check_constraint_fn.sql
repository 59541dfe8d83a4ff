ALTER TABLE users ADD CHECK (f(id));
