INSERT INTO settings (name, value, note) VALUES
  ('tax', '19', 'in percent; see the law'),
  ('héllo', 'wörld — ☃', E'a\nb''c')
ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value
WHERE settings.value IS DISTINCT FROM EXCLUDED.value;
WITH moved AS (
  DELETE FROM queue WHERE done_at < now() - interval '30 days' RETURNING id, payload
)
INSERT INTO queue_archive (id, payload) SELECT id, payload FROM moved;
SELECT setval(pg_get_serial_sequence('settings', 'id'), coalesce(max(id), 1)) FROM settings;
ANALYZE settings;
