-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION histories_partition_creation(d date, e date)
returns void AS $$
DECLARE
  create_query text;
  total bigint := 0;
BEGIN
  total := (SELECT count(*) FROM histories);
  INSERT INTO history_log (day, n) VALUES (d, total);
  DELETE FROM history_log WHERE day < e - interval '1 year';
END;
$$
language plpgsql;
-- +goose StatementEnd
SELECT 1;
