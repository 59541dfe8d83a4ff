CREATE FUNCTION days_since(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT current_date - day';
