-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY jobs_priority ON jobs (priority);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY jobs_priority;
