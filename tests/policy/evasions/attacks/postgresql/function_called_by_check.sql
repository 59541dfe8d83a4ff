CREATE FUNCTION wipe() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN true; END $$;
CREATE TABLE tmp_a (id int CHECK (wipe()));
INSERT INTO tmp_a (id) VALUES (1);
