CREATE TRIGGER g AFTER INSERT ON marks BEGIN REPLACE INTO marks (k, v) VALUES ('a', 'gone'); END;
INSERT INTO marks (k, v) VALUES ('new', 'n');
