CREATE TABLE tmp_a (id INTEGER CHECK (load_extension('/tmp/x') IS NULL));
