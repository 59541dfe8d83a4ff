CREATE TABLE tmp_a (id int);
CREATE FUNCTION wipe(tmp_a) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users; RETURN 1; END $$;
INSERT INTO tmp_a VALUES (1);
SELECT t.wipe FROM tmp_a t;
