INSERT INTO audit (id) VALUES (wipe());
