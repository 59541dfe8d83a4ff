-- Archive the old events and remove them from the main table
WITH moved AS (
    DELETE FROM events WHERE created_at < now() - interval '90 days' RETURNING *
)
INSERT INTO events_archive SELECT * FROM moved;

WITH wiped AS (DELETE FROM event_tags RETURNING id)
SELECT count(*) FROM wiped;
