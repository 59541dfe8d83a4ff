CREATE TABLE people (id integer NOT NULL, name text NOT NULL, seen boolean NOT NULL, born date, at timestamptz);
