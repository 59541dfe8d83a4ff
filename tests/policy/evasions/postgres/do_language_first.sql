DO LANGUAGE 'plpgsql' $a$ BEGIN PERFORM $b$;$b$; DROP TABLE users; END $a$;
