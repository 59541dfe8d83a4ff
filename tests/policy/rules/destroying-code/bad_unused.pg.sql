CREATE PROCEDURE fill_report() LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE report;
  INSERT INTO report SELECT current_date, count(*) FROM users;
END
$$;
GRANT EXECUTE ON PROCEDURE fill_report() TO reporter;
