ALTER TABLE events ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE events_id_seq AS bigint;
ALTER TABLE event_payloads ALTER COLUMN event_id TYPE bigint USING event_id::bigint;
