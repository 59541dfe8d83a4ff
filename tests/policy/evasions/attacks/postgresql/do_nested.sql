DO $a$ BEGIN EXECUTE $b$ DO $c$ BEGIN DELETE FROM users; END $c$ $b$; END $a$;
