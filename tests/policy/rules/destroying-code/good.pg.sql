CREATE FUNCTION sessions_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sessions WHERE user_id = OLD.id;
  UPDATE totals SET users = users - 1;
  RETURN NULL;
END
$$;
CREATE TRIGGER sessions_go AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION sessions_of_user();
CREATE TABLE daily (day date, n bigint);
CREATE PROCEDURE fill_daily() LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE daily;
  INSERT INTO daily SELECT current_date, count(*) FROM users;
END
$$;
COMMENT ON PROCEDURE fill_daily IS 'every night';
