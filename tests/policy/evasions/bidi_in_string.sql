INSERT INTO n (t) VALUES ('‮');
