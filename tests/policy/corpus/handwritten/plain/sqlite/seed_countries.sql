CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO countries VALUES ('at', 'Austria'), ('de', 'Germany'), ('fr', 'France');
INSERT INTO countries (code, name) VALUES ('it', 'Italy') ON CONFLICT (code) DO UPDATE SET name = excluded.name;
CREATE TABLE cities (id INTEGER PRIMARY KEY, country TEXT NOT NULL REFERENCES countries, name TEXT NOT NULL COLLATE NOCASE);
CREATE INDEX cities_country ON cities (country, name);
CREATE TRIGGER cities_check BEFORE INSERT ON cities WHEN length(new.name) = 0 BEGIN SELECT RAISE(ABORT, 'empty name'); END;
