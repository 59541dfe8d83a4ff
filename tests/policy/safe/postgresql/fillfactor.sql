ALTER TABLE counters SET (fillfactor = 70);
