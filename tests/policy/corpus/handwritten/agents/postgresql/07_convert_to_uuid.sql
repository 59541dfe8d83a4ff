-- Convert primary key from integer to uuid
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
ALTER TABLE documents ADD COLUMN new_id UUID DEFAULT uuid_generate_v4();
UPDATE documents SET new_id = uuid_generate_v4() WHERE new_id IS NULL;
ALTER TABLE document_versions ADD COLUMN new_document_id UUID;
UPDATE document_versions dv SET new_document_id = d.new_id FROM documents d WHERE d.id = dv.document_id;
ALTER TABLE document_versions DROP CONSTRAINT document_versions_document_id_fkey;
ALTER TABLE documents DROP CONSTRAINT documents_pkey CASCADE;
ALTER TABLE documents DROP COLUMN id;
ALTER TABLE documents RENAME COLUMN new_id TO id;
ALTER TABLE documents ADD PRIMARY KEY (id);
ALTER TABLE document_versions DROP COLUMN document_id;
ALTER TABLE document_versions RENAME COLUMN new_document_id TO document_id;
ALTER TABLE document_versions ALTER COLUMN document_id SET NOT NULL;
ALTER TABLE document_versions ADD CONSTRAINT document_versions_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON DELETE CASCADE;
