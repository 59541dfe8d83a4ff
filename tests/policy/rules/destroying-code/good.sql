CREATE TRIGGER sessions_go AFTER DELETE ON users BEGIN
  DELETE FROM sessions WHERE user_id = OLD.id;
  UPDATE totals SET users = users - 1;
END;
