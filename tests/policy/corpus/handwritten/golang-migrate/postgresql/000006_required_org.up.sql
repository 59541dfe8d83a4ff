ALTER TABLE projects ADD COLUMN org_id uuid NOT NULL;
ALTER TABLE projects ADD CONSTRAINT projects_org_fk FOREIGN KEY (org_id) REFERENCES orgs (id);
ALTER TABLE projects DROP CONSTRAINT projects_name_key;
ALTER TABLE projects ADD CONSTRAINT projects_org_name_key UNIQUE (org_id, name);
