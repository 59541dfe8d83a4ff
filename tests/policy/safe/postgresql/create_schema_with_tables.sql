CREATE SCHEMA reporting;
CREATE TABLE reporting.runs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, started_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX runs_started_at ON reporting.runs (started_at);
