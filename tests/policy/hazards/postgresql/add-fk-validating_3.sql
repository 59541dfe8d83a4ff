-- expect: add-fk-validating
ALTER TABLE orders ADD COLUMN team_id bigint DEFAULT 1 REFERENCES teams (id);
