SELECT * FROM ts_stat('SELECT to_tsvector(wipe())');
