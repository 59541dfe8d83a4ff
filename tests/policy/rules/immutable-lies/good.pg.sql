CREATE FUNCTION days_since(day date) RETURNS integer LANGUAGE sql STABLE AS 'SELECT current_date - day';
