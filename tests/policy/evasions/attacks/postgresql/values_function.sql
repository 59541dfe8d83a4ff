VALUES (wipe());
