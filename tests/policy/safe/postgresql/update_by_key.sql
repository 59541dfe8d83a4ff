UPDATE settings SET value = 'on' WHERE id = 17;
