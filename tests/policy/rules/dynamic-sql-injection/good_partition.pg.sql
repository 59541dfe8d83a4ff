CREATE FUNCTION f(d date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE TABLE events_' || to_char(d, 'YYYY_MM') || ' PARTITION OF events FOR VALUES FROM (' || quote_literal(d) || ') TO (' || quote_literal(d + 31) || ')';
END $$;
