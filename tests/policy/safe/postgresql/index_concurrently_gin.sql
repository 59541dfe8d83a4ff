-- atlas:txmode none

CREATE INDEX CONCURRENTLY documents_body_gin ON documents USING gin (to_tsvector('english', body));
