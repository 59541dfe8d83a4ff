CREATE TABLE papers (id bigint NOT NULL PRIMARY KEY, title text);
CREATE SEQUENCE papers_id_seq OWNED BY papers.id;
ALTER TABLE papers ALTER COLUMN id SET DEFAULT nextval('papers_id_seq');
