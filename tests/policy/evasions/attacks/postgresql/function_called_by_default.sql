CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN 1; END $$;
CREATE TABLE tmp_a (id int, n int DEFAULT wipe());
INSERT INTO tmp_a (id) VALUES (1);
