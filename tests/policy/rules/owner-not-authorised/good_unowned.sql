CREATE TABLE scratch_2025 (id integer PRIMARY KEY);
