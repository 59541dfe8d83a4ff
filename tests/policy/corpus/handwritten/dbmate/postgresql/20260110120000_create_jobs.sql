-- migrate:up
CREATE TABLE jobs (
  id bigserial PRIMARY KEY,
  queue text NOT NULL DEFAULT 'default',
  payload jsonb NOT NULL,
  run_at timestamptz NOT NULL DEFAULT now(),
  attempts smallint NOT NULL DEFAULT 0,
  locked_by text
);
CREATE INDEX jobs_ready ON jobs (queue, run_at) WHERE locked_by IS NULL;

-- migrate:down
DROP TABLE jobs;
