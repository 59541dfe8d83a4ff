CREATE UNLOGGED TABLE import_lines (line_no bigint PRIMARY KEY, raw text NOT NULL);
